//! Discord accounts that act as people.

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{PageQuery, page};
use crate::paths::{DiscordLinkPath, OrgPath};
use crate::render;
use crate::runs::Nothing;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_access::Action;
use dream_api::{ConfirmDiscordLink, DiscordLink, LookAtLinkCode, Page, PendingDiscordLink};
use dream_app::discord_links;
use dream_app::tokens::Whose;
use http::StatusCode;

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(list_discord_links, confirm_discord_link))
        .routes(routes!(look_at_link_code))
        .routes(routes!(end_discord_link))
}

/// Lists linked Discord accounts, newest first: the caller's own, and everybody's for who may manage them.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/discord-links", tag = "bridge", params(OrgPath, PageQuery), responses((status = 200, body = Page<DiscordLink>)))]
async fn list_discord_links(
    caller: Caller,
    _org: At<OrgPath>,
    Params(query): Params<PageQuery>,
) -> Result<Json<Page<DiscordLink>>, Failure> {
    let (cursor, limit) = query.read()?;
    let whose = if caller.op.allow(Action::DiscordLinkManage, None).is_ok() { Whose::Everybody } else { Whose::Own };
    let found = discord_links::list(&caller.op, whose, cursor, limit).await?;
    Ok(Json(page(found.items.iter().map(render::discord_link).collect(), found.next)))
}

/// Which Discord account asked for a code with `/link`.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/discord-links/look", tag = "bridge", params(OrgPath), request_body = LookAtLinkCode, responses((status = 200, body = PendingDiscordLink)))]
async fn look_at_link_code(
    caller: Caller,
    _org: At<OrgPath>,
    Body(body): Body<LookAtLinkCode>,
) -> Result<Json<PendingDiscordLink>, Failure> {
    let found = discord_links::pending(&caller.op, &body.code).await?;
    Ok(Json(PendingDiscordLink { account: found.account.id, account_name: found.account.name, expires_at: found.expires_at }))
}

/// Links the Discord account that asked for a code to the caller: from then on it acts as the caller, never with more rights than the
/// caller has, nor with those of an administrator.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/discord-links", tag = "bridge", params(OrgPath), request_body = ConfirmDiscordLink, responses((status = 201, body = DiscordLink)))]
async fn confirm_discord_link(caller: Caller, _org: At<OrgPath>, Body(body): Body<ConfirmDiscordLink>) -> Result<Response, Failure> {
    let made = discord_links::confirm(&caller.op, &body.code, body.account).await?;
    Ok((StatusCode::CREATED, Json(render::discord_link(&made))).into_response())
}

/// Ends a link: the account acts as nobody from then on.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/discord-links/{link}/end", tag = "bridge", params(DiscordLinkPath), request_body = Nothing, responses((status = 200, body = DiscordLink)))]
async fn end_discord_link(
    caller: Caller,
    At(path): At<DiscordLinkPath>,
    Body(Nothing {}): Body<Nothing>,
) -> Result<Json<DiscordLink>, Failure> {
    let ended = discord_links::end(&caller.op, path.link).await?;
    Ok(Json(render::discord_link(&ended)))
}
