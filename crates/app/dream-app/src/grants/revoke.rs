//! Taking standing leave away again.

use crate::{AppError, Command, Op};
use dream_access::Action;
use dream_id::GrantId;
use dream_store::Unit;
use dream_swarm::Grant;
use serde::Serialize;

/// Revokes a grant: it releases nothing from then on.
///
/// # Errors
/// `grant_revoked`, `not_found`.
pub async fn revoke(op: &Op, grant: GrantId) -> Result<(), AppError> {
    op.run(&Revoke { grant }).await
}

#[derive(Serialize)]
struct Revoke {
    grant: GrantId,
}

impl Command for Revoke {
    const NAME: &'static str = "grant.revoke";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let found = tx.lock::<Grant>(op.scope(), self.grant).await?;
        let mut grant = found.ok_or_else(|| AppError::not_found("grant", self.grant))?;
        op.allow(Action::GrantRevoke, grant.made.signature.project)?;
        Grant::revoke(&mut grant, &op.by())?;
        tx.save(&mut grant).await?;
        Ok(())
    }
}
