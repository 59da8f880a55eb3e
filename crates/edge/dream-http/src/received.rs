//! What came in from sources: shown, as it was sent too, and taken in again.

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages;
use crate::paths::{OrgPath, ReceivedPath};
use crate::render;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_api::{Page, ReceivedEvent, RedeliverEvents, TakenEvents};
use dream_app::received::{self, Again, Asked};
use http::{HeaderValue, StatusCode, header};
use serde::Deserialize;
use utoipa::IntoParams;

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(list_received_events))
        .routes(routes!(redeliver_events))
        .routes(routes!(show_received_event))
        .routes(routes!(get_received_body))
}

/// Which of what came in a list holds.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ReceivedQuery {
    /// Of this source alone, by id or name; `dreamos` for what this server itself tells.
    source: Option<String>,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many items at most: 100 unless told otherwise.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// Lists what came in, newest first, with what the rules decided.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/received-events", tag = "bridge", params(OrgPath, ReceivedQuery), responses((status = 200, body = Page<ReceivedEvent>)))]
async fn list_received_events(
    caller: Caller,
    _org: At<OrgPath>,
    Params(query): Params<ReceivedQuery>,
) -> Result<Json<Page<ReceivedEvent>>, Failure> {
    let (cursor, limit) = pages::read(query.cursor, query.limit)?;
    let found = received::list(&caller.op, Asked { source: query.source }, cursor, limit).await?;
    Ok(Json(pages::page(found.items.iter().map(render::received).collect(), found.next)))
}

/// Takes in again what came in before, at most 200 in one call: the rules that are in force now are asked.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/received-events/redeliver", tag = "bridge", params(OrgPath), request_body = RedeliverEvents, responses((status = 202, body = TakenEvents, description = "They are kept, and the rules will be asked.")))]
async fn redeliver_events(caller: Caller, _org: At<OrgPath>, Body(body): Body<RedeliverEvents>) -> Result<Response, Failure> {
    let again = Again { from: body.from, until: body.until.unwrap_or(body.from), source: body.source };
    let ids = received::again(&caller.op, again).await?;
    Ok((StatusCode::ACCEPTED, Json(TakenEvents { ids })).into_response())
}

/// Something that came in, with what the rules decided.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/received-events/{received}", tag = "bridge", params(ReceivedPath), responses((status = 200, body = ReceivedEvent)))]
async fn show_received_event(caller: Caller, At(path): At<ReceivedPath>) -> Result<Json<ReceivedEvent>, Failure> {
    Ok(Json(render::received(&received::find(&caller.op, path.received).await?)))
}

/// What was sent, as it was sent.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/received-events/{received}/body", tag = "bridge", params(ReceivedPath), responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn get_received_body(caller: Caller, At(path): At<ReceivedPath>) -> Result<Response, Failure> {
    let raw = received::raw(&caller.op, path.received).await?;
    // Strangers wrote it: no browser may take it for anything but a file.
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"event\"")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    Ok((headers, raw.body).into_response())
}
