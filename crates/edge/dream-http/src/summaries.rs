//! Summaries of the log that are told on a schedule.

use crate::extract::{At, Body, Caller};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::{OrgPath, SummaryPath};
use crate::render;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_api::{BridgeSummary, MakeBridgeSummary, Page};
use dream_app::summaries::{self, NewSummary};
use http::StatusCode;

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(list_summaries, make_summary)).routes(routes!(remove_summary))
}

/// Lists summaries of the log, by name.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/summaries", tag = "bridge", params(OrgPath), responses((status = 200, body = Page<BridgeSummary>)))]
async fn list_summaries(caller: Caller, _org: At<OrgPath>) -> Result<Json<Page<BridgeSummary>>, Failure> {
    let found = summaries::list(&caller.op).await?;
    Ok(Json(Page { items: found.iter().map(render::summary).collect(), next: None }))
}

/// Makes a summary of the log: on its schedule, the source `dreamos` tells the rules what happened since the last one.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/summaries", tag = "bridge", params(OrgPath), request_body = MakeBridgeSummary, responses((status = 201, body = BridgeSummary)))]
async fn make_summary(caller: Caller, _org: At<OrgPath>, Body(body): Body<MakeBridgeSummary>) -> Result<Response, Failure> {
    let new = NewSummary { name: body.name, schedule: render::summary_schedule(body.schedule) };
    let made = summaries::make(&caller.op, new).await?;
    Ok((StatusCode::CREATED, Json(render::summary(&made))).into_response())
}

/// Removes a summary of the log.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/summaries/{summary}/remove", tag = "bridge", params(SummaryPath), responses((status = 200, body = BridgeSummary)))]
async fn remove_summary(caller: Caller, At(path): At<SummaryPath>) -> Result<Json<BridgeSummary>, Failure> {
    Ok(Json(render::summary(&summaries::remove(&caller.op, &path.summary).await?)))
}
