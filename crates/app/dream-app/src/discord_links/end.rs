//! Ending links: the account acts as nobody from then on.

use super::read::{self, DiscordLinkView};
use crate::{AppError, Command, Op};
use dream_access::{Action, DiscordLink};
use dream_id::{DiscordLinkId, PersonId, Scope};
use dream_ledger::{By, Stream};
use dream_store::{Filter, Unit};
use serde::Serialize;

/// Ends a link: one's own, or (with `discord_link.manage`) another's. One that was ended stays as it is.
pub async fn end(op: &Op, link: DiscordLinkId) -> Result<DiscordLinkView, AppError> {
    op.run(&End { link }).await?;
    read::find(op, link).await
}

#[derive(Serialize)]
struct End {
    link: DiscordLinkId,
}

impl Command for End {
    const NAME: &'static str = "discord_link.end";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let missing = || AppError::not_found("discord link", self.link);
        let mut link = tx.lock::<DiscordLink>(op.scope(), self.link).await?.ok_or_else(missing)?;
        let own = link.person == op.person()?;
        op.allow(if own { Action::DiscordLinkEnd } else { Action::DiscordLinkManage }, None)?;
        DiscordLink::end(&mut link, &op.by(), if own { "ended by its owner" } else { "ended for its owner" });
        tx.save(&mut link).await?;
        Ok(())
    }
}

/// Ends every link of `person`.
pub(crate) async fn end_all(tx: &mut Unit, scope: Scope, person: PersonId, by: &By, reason: &str) -> Result<(), AppError> {
    let filter = Filter::default().eq("person", person.to_string()).eq("ended", false);
    let open: Vec<Stream<DiscordLink>> = tx.list(scope, &filter).await?;
    for mut link in open {
        DiscordLink::end(&mut link, by, reason);
        tx.save(&mut link).await?;
    }
    Ok(())
}
