//! Invitations: links with which people set their login name and password.

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{PageQuery, page};
use crate::paths::{InvitationPath, OrgPath};
use crate::render;
use crate::runs::Nothing;
use crate::sessions::{link_path, public};
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_api::{Invitation, Invite, MadeInvitation, Page};
use dream_app::invitations::{self, Invitee, NewInvitation};
use http::StatusCode;

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(list_invitations, create_invitation)).routes(routes!(revoke_invitation))
}

/// Lists invitations, newest first, those that were accepted or revoked too.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/invitations", tag = "members", params(OrgPath, PageQuery), responses((status = 200, body = Page<Invitation>)))]
async fn list_invitations(caller: Caller, _org: At<OrgPath>, Params(query): Params<PageQuery>) -> Result<Json<Page<Invitation>>, Failure> {
    let (cursor, limit) = query.read()?;
    let found = invitations::list(&caller.op, cursor, limit).await?;
    Ok(Json(page(found.items.iter().map(render::invitation).collect(), found.next)))
}

/// Invites somebody. The link is in this answer and nowhere else; it works once, for seven days.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/invitations", tag = "members", params(OrgPath), request_body = Invite, responses((status = 201, body = MadeInvitation)))]
async fn create_invitation(caller: Caller, _org: At<OrgPath>, Body(body): Body<Invite>) -> Result<Response, Failure> {
    let made = invitations::invite(&caller.op, NewInvitation { who: invitee(body)? }).await?;
    let path = link_path(&made, "/invite/")?;
    Ok((StatusCode::CREATED, Json(MadeInvitation { invitation: render::invitation(&made.link), url: public(&caller.op, &path), path }))
        .into_response())
}

fn invitee(body: Invite) -> Result<Invitee, Failure> {
    match (body.name, body.member) {
        (Some(name), None) => {
            let unknown = || Failure::field("invalid_body", "role", "use owner, maintainer, reviewer, contributor or viewer");
            let role = body.role.map(|role| render::role(role).ok_or_else(unknown)).transpose()?;
            Ok(Invitee::New { name, role })
        }
        (None, Some(_)) if body.role.is_some() => {
            Err(Failure::field("invalid_body", "role", "a member who is there has a role already; change the member instead"))
        }
        (None, Some(member)) => Ok(Invitee::Member(member)),
        _ => Err(Failure::field("invalid_body", "name", "name somebody new, or a `member` who is there; not both")),
    }
}

/// Revokes an invitation. Somebody who was invited stays a member: remove them apart.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/invitations/{invitation}/revoke", tag = "members", params(InvitationPath), request_body = Nothing, responses((status = 200, body = Invitation)))]
async fn revoke_invitation(
    caller: Caller,
    At(path): At<InvitationPath>,
    Body(Nothing {}): Body<Nothing>,
) -> Result<Json<Invitation>, Failure> {
    Ok(Json(render::invitation(&invitations::revoke(&caller.op, path.invitation).await?)))
}
