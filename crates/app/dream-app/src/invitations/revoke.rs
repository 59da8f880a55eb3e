//! Revoking links before they are used.

use super::read::{self, InvitationView};
use crate::{AppError, Command, Op, authority};
use dream_access::{Action, Link, LinkPurpose};
use dream_id::{LinkId, PersonId};
use dream_ledger::{By, Stream};
use dream_store::{Filter, Unit};
use serde::Serialize;

/// Revokes an invitation; one that was used or revoked stays as it is.
pub async fn revoke(op: &Op, invitation: LinkId) -> Result<InvitationView, AppError> {
    op.run(&Revoke { invitation }).await?;
    read::find(op, invitation).await
}

#[derive(Serialize)]
struct Revoke {
    invitation: LinkId,
}

impl Command for Revoke {
    const NAME: &'static str = "invitation.revoke";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let op = authority::renewed(op, tx).await?;
        op.allow(Action::InvitationManage, None)?;
        let found = tx.lock::<Link>(op.scope(), self.invitation).await?;
        let missing = || AppError::not_found("invitation", self.invitation);
        let mut link = found.filter(|link| link.purpose == LinkPurpose::Invitation).ok_or_else(missing)?;
        Link::revoke(&mut link, &op.by(), "revoked");
        tx.save(&mut link).await?;
        Ok(())
    }
}

/// Revokes every link of `person` that could still be used.
pub(crate) async fn revoke_all(op: &Op, tx: &mut Unit, person: PersonId, by: &By, reason: &str) -> Result<(), AppError> {
    let filter = Filter::default().eq("person", person.to_string()).eq("pending", true);
    let pending: Vec<Stream<Link>> = tx.list(op.scope(), &filter).await?;
    for mut link in pending {
        Link::revoke(&mut link, by, reason);
        tx.save(&mut link).await?;
    }
    Ok(())
}
