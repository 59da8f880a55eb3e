//! Questions about the organisation.

use crate::{AppError, Op};
use dream_access::{Action, Org};
use dream_ledger::Stream;

/// The caller's organisation.
pub async fn show(op: &Op) -> Result<Stream<Org>, AppError> {
    op.allow(Action::OrgRead, None)?;
    find(op).await
}

pub(crate) async fn find(op: &Op) -> Result<Stream<Org>, AppError> {
    let org = op.org()?;
    op.read().await?.find::<Org>(op.scope(), org).await?.ok_or_else(|| AppError::not_found("organisation", org))
}
