//! Questions about delegations.

use crate::{AppError, Op};
use dream_access::{Action, Delegation};
use dream_id::{Cursor, DelegationId, Limit, Page};
use dream_ledger::Stream;
use dream_store::Filter;

/// The delegation `id`.
pub async fn show(op: &Op, id: DelegationId) -> Result<Stream<Delegation>, AppError> {
    op.allow(Action::DelegationRead, None)?;
    find(op, id).await
}

/// A page of the organisation's delegations, newest first, ended ones too.
pub async fn list(op: &Op, cursor: Option<Cursor>, limit: Limit) -> Result<Page<Stream<Delegation>>, AppError> {
    op.allow(Action::DelegationRead, None)?;
    Ok(op.read().await?.page::<Delegation>(op.scope(), Filter::default(), cursor, limit).await?)
}

pub(super) async fn find(op: &Op, id: DelegationId) -> Result<Stream<Delegation>, AppError> {
    op.read().await?.find::<Delegation>(op.scope(), id).await?.ok_or_else(|| AppError::not_found("delegation", id))
}
