//! Confirming a code: the person who is signed in says that the account is theirs.

use super::code::digest;
use super::read::{self, DiscordLinkView};
use crate::{AppError, Command, Kind, Op};
use dream_access::{Action, DiscordAccount, DiscordLink};
use dream_clock::Timestamp;
use dream_id::DiscordLinkId;
use dream_ledger::Digest;
use dream_store::{Query, Unit, discord_links};
use serde::Serialize;

/// What a code is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingLink {
    /// The account that asked for it.
    pub account: DiscordAccount,
    /// Until when it counts.
    pub expires_at: Timestamp,
}

/// Which account asked for the code: to be looked at before it is confirmed.
///
/// # Errors
/// `link_code_unknown`.
pub async fn pending(op: &Op, code: &str) -> Result<PendingLink, AppError> {
    op.allow(Action::DiscordLinkMake, None)?;
    let (account, expires_at) = standing(op, &mut op.read().await?, digest(code)).await?;
    Ok(PendingLink { account, expires_at })
}

/// Links the account that asked for `code` to the caller. `account` is the id that the caller saw: a code of somebody else's account
/// is not confirmed by mistake. A link that the caller has with the same account is replaced.
///
/// # Errors
/// `link_code_unknown`, `link_account_differs`, `discord_account_linked`, `no_scopes`.
pub async fn confirm(op: &Op, code: &str, account: String) -> Result<DiscordLinkView, AppError> {
    let id = op.run(&Confirm { code: digest(code), account }).await?;
    read::find(op, id).await
}

#[derive(Serialize)]
struct Confirm {
    code: Digest,
    account: String,
}

impl Command for Confirm {
    const NAME: &'static str = "discord_link.confirm";
    type Answer = DiscordLinkId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<DiscordLinkId, AppError> {
        op.allow(Action::DiscordLinkMake, None)?;
        let (org, person) = (op.org()?, op.person()?);
        let (account, _) = standing(op, tx, self.code).await?;
        if account.id != self.account {
            let message = format!(
                "the code was asked for by the Discord account {} ({}), not by {}; nothing was linked",
                account.name, account.id, self.account
            );
            return Err(AppError::new(Kind::Conflict, "link_account_differs", message).with("account", account.id));
        }
        if !tx.use_code(org, self.code).await? {
            return Err(unknown());
        }
        if let Some(before) = discord_links::of_account(tx, org, &account.id).await? {
            let missing = || AppError::not_found("discord link", before.id());
            let mut before = tx.lock::<DiscordLink>(op.scope(), before.id()).await?.ok_or_else(missing)?;
            if before.person != person && before.usable(op.app().now()).is_ok() {
                let message = "this Discord account acts as another person here already; they, or an owner, must end that link first";
                return Err(AppError::new(Kind::Conflict, "discord_account_linked", message));
            }
            DiscordLink::end(&mut before, &op.by(), "linked anew");
            tx.save(&mut before).await?;
        }
        let id: DiscordLinkId = op.app().store.new_id();
        tx.save(&mut DiscordLink::make(org, id, &op.by(), (op.identity()?, person), account)?).await?;
        Ok(id)
    }
}

async fn standing<Q: Query>(op: &Op, q: &mut Q, code: Digest) -> Result<(DiscordAccount, Timestamp), AppError> {
    let found = discord_links::of_code(q, op.org()?, code).await?;
    found.filter(|(_, expires_at)| *expires_at > op.app().now()).ok_or_else(unknown)
}

fn unknown() -> AppError {
    let message = "nobody asked for this code within the last ten minutes, or it was used; write /link in Discord, or the command of the app in Slack, for a new one";
    AppError::new(Kind::NotFound, "link_code_unknown", message)
}
