//! Another link for the first owner of an organisation, whose first one was lost or expired.

use super::make::{MadeTenant, made};
use super::operator::Decided;
use crate::invitations::{fresh, revoke_all};
use crate::{AppError, Command, Kind, Op};
use dream_access::{Link, LinkPurpose, Tenant};
use dream_id::OrgId;
use dream_ledger::Digest;
use dream_store::{Unit, accounts};
use serde::Serialize;

/// Makes another link with which the first owner sets a login name and a password; the one before is revoked. Once they have an account, the
/// operator has no way into the organisation any more.
///
/// # Errors
/// `not_the_operator`; `not_found`; `owner_has_account`.
pub async fn invite_owner(op: &Op, organisation: OrgId) -> Result<MadeTenant, AppError> {
    let text = fresh(op.app());
    op.run(&InviteOwner { organisation, digest: text.digest() }).await?;
    made(op, organisation, text).await
}

#[derive(Serialize)]
struct InviteOwner {
    organisation: OrgId,
    #[serde(skip)]
    digest: Digest,
}

impl Command for InviteOwner {
    const NAME: &'static str = "tenant.invite_owner";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let mut decided = Decided::lock(op, tx, self.organisation).await?;
        let by = decided.by(op);
        let own = || AppError::not_found("org", self.organisation);
        let tenant = decided.tenant.as_mut().ok_or_else(own)?;
        let owner = tenant.owner;
        if accounts::account_of(tx, self.organisation, owner).await?.is_some() {
            let message = "the first owner has set a password, so only people of the organisation can invite anybody now; ask its owners";
            return Err(AppError::new(Kind::Conflict, "owner_has_account", message));
        }
        Tenant::invite_owner(tenant, &op.by());
        let worker = Op::of_worker(op.app().clone(), "setup");
        revoke_all(&worker, tx, owner, &by, "another was made").await?;
        tx.save(&mut Link::make(self.organisation, op.app().store.new_id(), &by, LinkPurpose::Invitation, owner, self.digest)?).await?;
        decided.save(tx).await
    }
}
