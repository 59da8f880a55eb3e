//! Holds: spans of time whose log lines are not removed.

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{PageQuery, page};
use crate::paths::{HoldPath, OrgPath};
use crate::render;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_api::{Hold, Page, PlaceHold};
use dream_app::logs::{self, NewHold};
use http::StatusCode;

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(list_holds, place_hold)).routes(routes!(lift_hold))
}

/// Lists the holds on log lines, newest first, lifted ones too.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/logs/holds", tag = "logs", params(OrgPath, PageQuery), responses((status = 200, body = Page<Hold>)))]
async fn list_holds(caller: Caller, _org: At<OrgPath>, Params(query): Params<PageQuery>) -> Result<Json<Page<Hold>>, Failure> {
    let (cursor, limit) = query.read()?;
    let found = logs::list_holds(&caller.op, cursor, limit).await?;
    Ok(Json(page(found.items.iter().map(render::hold).collect(), found.next)))
}

/// Keeps the log lines of a span of time from being removed, whatever their age.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/logs/holds", tag = "logs", params(OrgPath), request_body = PlaceHold, responses((status = 201, body = Hold)))]
async fn place_hold(caller: Caller, _org: At<OrgPath>, Body(body): Body<PlaceHold>) -> Result<Response, Failure> {
    let new = NewHold { name: body.name, server: body.server, from: body.from, until: body.until };
    let hold = logs::place(&caller.op, new).await?;
    Ok((StatusCode::CREATED, Json(render::hold(&hold))).into_response())
}

/// Lifts a hold: what it alone kept is removed when its time is over.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/logs/holds/{hold}/lift", tag = "logs", params(HoldPath), responses((status = 200, body = Hold)))]
async fn lift_hold(caller: Caller, At(path): At<HoldPath>) -> Result<Json<Hold>, Failure> {
    Ok(Json(render::hold(&logs::lift(&caller.op, path.hold).await?)))
}
