//! Teams.

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::members::grants;
use crate::operations::{Operations, routes};
use crate::pages::{PageQuery, page};
use crate::paths::{OrgPath, TeamMemberPath, TeamPath};
use crate::render;
use crate::runs::Nothing;
use crate::tagged::Tags;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_api::{AddTeamMember, ChangeTeam, CreateTeam, Page, Team};
use dream_app::teams::{self, TeamChange};
use http::StatusCode;

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(list_teams, create_team))
        .routes(routes!(show_team))
        .routes(routes!(change_team))
        .routes(routes!(add_team_member))
        .routes(routes!(remove_team_member))
}

/// Lists teams, newest first.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/teams", tag = "teams", params(OrgPath, PageQuery), responses((status = 200, body = Page<Team>)))]
async fn list_teams(caller: Caller, _org: At<OrgPath>, Params(query): Params<PageQuery>) -> Result<Json<Page<Team>>, Failure> {
    let (cursor, limit) = query.read()?;
    let found = teams::list(&caller.op, cursor, limit).await?;
    Ok(Json(page(found.items.iter().map(render::team).collect(), found.next)))
}

/// Makes a team.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/teams", tag = "teams", params(OrgPath), request_body = CreateTeam, responses((status = 201, body = Team)))]
async fn create_team(caller: Caller, _org: At<OrgPath>, Body(body): Body<CreateTeam>) -> Result<Response, Failure> {
    let view = teams::create(&caller.op, body.name).await?;
    Ok((StatusCode::CREATED, Json(render::team(&view))).into_response())
}

/// One team.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/teams/{team}", tag = "teams", params(TeamPath), responses((status = 200, body = Team)))]
async fn show_team(caller: Caller, At(path): At<TeamPath>, tags: Tags) -> Result<Response, Failure> {
    tags.json(&render::team(&teams::show(&caller.op, path.team).await?))
}

/// Changes a team's name, and the roles on projects that it gives its people. What is left out stays.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/teams/{team}/change", tag = "teams", params(TeamPath), request_body = ChangeTeam, responses((status = 200, body = Team)))]
async fn change_team(caller: Caller, At(path): At<TeamPath>, Body(body): Body<ChangeTeam>) -> Result<Json<Team>, Failure> {
    let change = TeamChange { name: body.name, grant: grants(body.grant)?, revoke: body.revoke };
    Ok(Json(render::team(&teams::change(&caller.op, path.team, change).await?)))
}

/// Puts a member into a team.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/teams/{team}/members", tag = "teams", params(TeamPath), request_body = AddTeamMember, responses((status = 200, body = Team)))]
async fn add_team_member(caller: Caller, At(path): At<TeamPath>, Body(body): Body<AddTeamMember>) -> Result<Json<Team>, Failure> {
    Ok(Json(render::team(&teams::add_member(&caller.op, path.team, body.member).await?)))
}

/// Takes a member out of a team.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/teams/{team}/members/{member}/remove", tag = "teams", params(TeamMemberPath), request_body = Nothing, responses((status = 200, body = Team)))]
async fn remove_team_member(caller: Caller, At(path): At<TeamMemberPath>, Body(Nothing {}): Body<Nothing>) -> Result<Json<Team>, Failure> {
    Ok(Json(render::team(&teams::remove_member(&caller.op, path.team, path.member).await?)))
}
