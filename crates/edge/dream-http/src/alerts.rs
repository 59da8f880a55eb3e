//! Alerts of the bridge.

use crate::extract::{At, Body, Caller};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::{AlertPath, OrgPath};
use crate::render;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_api::{BridgeAlert, MakeBridgeAlert, Page};
use dream_app::alerts;
use http::StatusCode;

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(list_alerts, make_alert)).routes(routes!(remove_alert))
}

/// Lists alerts by name, each with whether it is raised.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/alerts", tag = "bridge", params(OrgPath), responses((status = 200, body = Page<BridgeAlert>)))]
async fn list_alerts(caller: Caller, _org: At<OrgPath>) -> Result<Json<Page<BridgeAlert>>, Failure> {
    let found = alerts::list(&caller.op).await?;
    Ok(Json(Page { items: found.iter().map(render::alert).collect(), next: None }))
}

/// Makes an alert: when it is raised and when it is over, the source `dreamos` tells the rules.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/alerts", tag = "bridge", params(OrgPath), request_body = MakeBridgeAlert, responses((status = 201, body = BridgeAlert)))]
async fn make_alert(caller: Caller, _org: At<OrgPath>, Body(body): Body<MakeBridgeAlert>) -> Result<Response, Failure> {
    let made = alerts::make(&caller.op, &body.name, render::alert_watch(body.watch)).await?;
    Ok((StatusCode::CREATED, Json(render::alert(&made))).into_response())
}

/// Removes an alert.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/alerts/{alert}/remove", tag = "bridge", params(AlertPath), responses((status = 200, body = BridgeAlert)))]
async fn remove_alert(caller: Caller, At(path): At<AlertPath>) -> Result<Json<BridgeAlert>, Failure> {
    Ok(Json(render::alert(&alerts::remove(&caller.op, &path.alert).await?)))
}
