//! Members: the people of an organisation.

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::ledger::History;
use crate::operations::{Operations, routes};
use crate::pages::{PageQuery, page};
use crate::paths::{MemberPath, OrgPath};
use crate::render;
use crate::runs::Nothing;
use crate::tagged::Tags;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_api::{AddMember, ChangeMember, Member, Page, ProjectRole, Role};
use dream_app::Op;
use dream_app::members::{self, MemberChange, MemberView, NewMember, RoleChange, Who};
use dream_id::ProjectId;
use http::StatusCode;

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(list_members, add_member))
        .routes(routes!(show_member))
        .routes(routes!(change_member))
        .routes(routes!(remove_member))
}

/// A role that a caller names.
fn role(role: Role) -> Result<dream_access::Role, Failure> {
    render::role(role).ok_or_else(|| Failure::field("invalid_body", "role", "use owner, maintainer, reviewer, contributor or viewer"))
}

/// Roles on projects that a caller names.
pub(crate) fn grants(roles: Vec<ProjectRole>) -> Result<Vec<(ProjectId, dream_access::Role)>, Failure> {
    roles.into_iter().map(|given| Ok((given.project, role(given.role)?))).collect()
}

async fn rendered(op: &Op, view: &MemberView) -> Result<Member, Failure> {
    let history = if view.member.removed { History::of(op, view.member.id()).await? } else { History::default() };
    Ok(render::member(view, history.last_at("member.removed")))
}

/// Lists those who are members now, the last to join first.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/members", tag = "members", params(OrgPath, PageQuery), responses((status = 200, body = Page<Member>)))]
async fn list_members(caller: Caller, _org: At<OrgPath>, Params(query): Params<PageQuery>) -> Result<Json<Page<Member>>, Failure> {
    let (cursor, limit) = query.read()?;
    let found = members::list(&caller.op, cursor, limit).await?;
    Ok(Json(page(found.items.iter().map(|view| render::member(view, None)).collect(), found.next)))
}

/// One member; one who was removed can still be looked at.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/members/{member}", tag = "members", params(MemberPath), responses((status = 200, body = Member)))]
async fn show_member(caller: Caller, At(path): At<MemberPath>, tags: Tags) -> Result<Response, Failure> {
    let view = members::show(&caller.op, path.member).await?;
    tags.json(&rendered(&caller.op, &view).await?)
}

/// Adds a person to the organisation.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/members", tag = "members", params(OrgPath), request_body = AddMember, responses((status = 201, body = Member)))]
async fn add_member(caller: Caller, _org: At<OrgPath>, Body(body): Body<AddMember>) -> Result<Response, Failure> {
    let who = match (body.name, body.person) {
        (Some(name), None) => Who::New(name),
        (None, Some(person)) => Who::Known(person),
        _ => return Err(Failure::field("invalid_body", "name", "give the name of somebody new, or the id of somebody known as `person`")),
    };
    let new = NewMember { who, role: body.role.map(role).transpose()? };
    let view = members::add(&caller.op, new).await?;
    Ok((StatusCode::CREATED, Json(rendered(&caller.op, &view).await?)).into_response())
}

/// Changes what a member may do. What is left out stays.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/members/{member}/change", tag = "members", params(MemberPath), request_body = ChangeMember, responses((status = 200, body = Member)))]
async fn change_member(caller: Caller, At(path): At<MemberPath>, Body(body): Body<ChangeMember>) -> Result<Json<Member>, Failure> {
    let to = body.role.map(role).transpose()?.map_or(RoleChange::Keep, |role| RoleChange::To(Some(role)));
    let change = MemberChange { role: to, grant: grants(body.grant)?, revoke: body.revoke };
    let view = members::change(&caller.op, path.member, change).await?;
    rendered(&caller.op, &view).await.map(Json)
}

/// Removes a member, with everything that lets them act.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/members/{member}/remove", tag = "members", params(MemberPath), request_body = Nothing, responses((status = 200, body = Member)))]
async fn remove_member(caller: Caller, At(path): At<MemberPath>, Body(Nothing {}): Body<Nothing>) -> Result<Json<Member>, Failure> {
    let view = members::remove(&caller.op, path.member).await?;
    rendered(&caller.op, &view).await.map(Json)
}
