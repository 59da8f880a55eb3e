//! Ending a delegation before its time.

use super::read;
use crate::{AppError, Command, Op, authority};
use dream_access::{Action, Delegation};
use dream_id::DelegationId;
use dream_ledger::Stream;
use dream_store::Unit;
use serde::Serialize;

/// Ends a delegation: one's own, or (with `delegation.manage`) another's.
///
/// # Errors
/// `delegation_revoked`.
pub async fn revoke(op: &Op, delegation: DelegationId) -> Result<Stream<Delegation>, AppError> {
    op.run(&Revoke { delegation }).await?;
    read::find(op, delegation).await
}

#[derive(Serialize)]
struct Revoke {
    delegation: DelegationId,
}

impl Command for Revoke {
    const NAME: &'static str = "delegation.revoke";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let op = authority::renewed(op, tx).await?;
        let found = tx.lock::<Delegation>(op.scope(), self.delegation).await?;
        let mut delegation = found.ok_or_else(|| AppError::not_found("delegation", self.delegation))?;
        let own = delegation.from == op.person()?;
        op.allow(if own { Action::DelegationGrant } else { Action::DelegationManage }, None)?;
        Delegation::revoke(&mut delegation, &op.by())?;
        tx.save(&mut delegation).await?;
        Ok(())
    }
}
