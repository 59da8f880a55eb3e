//! Who a Discord account is: an operation with exactly the rights of the person that it was linked to.

use crate::{App, AppError, Kind, Op, orgs};
use dream_id::{OrgId, Scope};
use dream_store::authority::{Named, Presented};
use dream_store::discord_links;

/// The operation of the person whom the account with this id was linked to in `org`. That the account itself is acting must have been
/// proved before: by Discord's signature, or by coming over our own connection to Discord.
///
/// # Errors
/// `discord_not_linked`; `discord_link_over`; `not_a_member`; `organisation_suspended`.
pub async fn op_of(app: &App, org: OrgId, account: &str) -> Result<Op, AppError> {
    let refuse = |code, why: &str| AppError::new(Kind::Unauthenticated, code, why);
    let unlinked = || {
        let why = "your Discord account is not linked to anybody here, so it can neither see nor do anything; write /link to link it";
        refuse("discord_not_linked", why)
    };
    let mut reader = app.store.read().await?;
    let link = discord_links::of_account(&mut reader, org, account).await?.ok_or_else(unlinked)?;
    let named = Named::Id(Scope::Org(org), link.id().into());
    let found = app.authorities().find(&mut reader, named).await?.ok_or_else(unlinked)?;
    let Presented::DiscordLink(link) = &found.presented else { return Err(unlinked()) };
    link.usable(app.now())?;
    let left = || refuse("not_a_member", "the person of this Discord account no longer belongs to the organisation");
    let identity = found.identity.as_ref().ok_or_else(left)?;
    orgs::check_going(app, &mut reader, org).await?;
    Ok(Op::of_person(app.clone(), identity.clone()))
}
