//! Sources: what sends events from outside. What they send comes in at `hooks`.

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{PageQuery, page};
use crate::paths::{OrgPath, SourcePath};
use crate::render;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_api::{DisableSource, MadeSource, MakeSource, Page, PublishEvents, RotateSource, SetSourceRate, Source, TakenEvents};
use dream_app::sources::{self, Change, NewSource};
use dream_secret::Secret;
use http::StatusCode;

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(list_sources, make_source))
        .routes(routes!(show_source))
        .routes(routes!(rotate_source))
        .routes(routes!(retire_source_key))
        .routes(routes!(set_source_rate))
        .routes(routes!(disable_source))
        .routes(routes!(enable_source))
        .routes(routes!(remove_source))
        .routes(routes!(publish_events))
}

/// Lists sources, newest first.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/sources", tag = "bridge", params(OrgPath, PageQuery), responses((status = 200, body = Page<Source>)))]
async fn list_sources(caller: Caller, _org: At<OrgPath>, Params(query): Params<PageQuery>) -> Result<Json<Page<Source>>, Failure> {
    let (cursor, limit) = query.read()?;
    let found = sources::list(&caller.op, cursor, limit).await?;
    Ok(Json(page(found.items.iter().map(render::source).collect(), found.next)))
}

/// Makes a source. Its address and its secret are shown this once.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/sources", tag = "bridge", params(OrgPath), request_body = MakeSource, responses((status = 201, body = MadeSource)))]
async fn make_source(caller: Caller, _org: At<OrgPath>, Body(body): Body<MakeSource>) -> Result<Response, Failure> {
    let new = NewSource {
        kind: render::source_kind(body.kind)?,
        proof: body.proof.map(render::source_proof),
        name: body.name,
        project: body.project,
        per_minute: body.per_minute,
        secret: body.secret.map(Secret::new),
    };
    let made = sources::make(&caller.op, new).await?;
    Ok((StatusCode::CREATED, Json(render::made_source(&caller.op, &made))).into_response())
}

/// A source, by its name or its id.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/sources/{source}", tag = "bridge", params(SourcePath), responses((status = 200, body = Source)))]
async fn show_source(caller: Caller, At(path): At<SourcePath>) -> Result<Json<Source>, Failure> {
    Ok(Json(render::source(&sources::find(&caller.op, &path.source).await?)))
}

/// Gives a source another secret. The one before stays good until it is retired, or the source is rotated again.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/sources/{source}/rotate", tag = "bridge", params(SourcePath), request_body = RotateSource, responses((status = 200, body = MadeSource)))]
async fn rotate_source(caller: Caller, At(path): At<SourcePath>, Body(body): Body<RotateSource>) -> Result<Json<MadeSource>, Failure> {
    let made = sources::rotate(&caller.op, &path.source, body.secret.map(Secret::new)).await?;
    Ok(Json(render::made_source(&caller.op, &made)))
}

async fn changed(caller: &Caller, source: &str, change: Change) -> Result<Json<Source>, Failure> {
    Ok(Json(render::source(&sources::change(&caller.op, source, change).await?)))
}

/// Ends a rotation: the older secret proves nothing any more.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/sources/{source}/retire-key", tag = "bridge", params(SourcePath), responses((status = 200, body = Source)))]
async fn retire_source_key(caller: Caller, At(path): At<SourcePath>) -> Result<Json<Source>, Failure> {
    changed(&caller, &path.source, Change::RetireKey).await
}

/// Lets a source send more, or less.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/sources/{source}/rate", tag = "bridge", params(SourcePath), request_body = SetSourceRate, responses((status = 200, body = Source)))]
async fn set_source_rate(caller: Caller, At(path): At<SourcePath>, Body(body): Body<SetSourceRate>) -> Result<Json<Source>, Failure> {
    changed(&caller, &path.source, Change::Rate(body.per_minute)).await
}

/// Takes nothing of a source any more, until it is enabled.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/sources/{source}/disable", tag = "bridge", params(SourcePath), request_body = DisableSource, responses((status = 200, body = Source)))]
async fn disable_source(caller: Caller, At(path): At<SourcePath>, Body(body): Body<DisableSource>) -> Result<Json<Source>, Failure> {
    changed(&caller, &path.source, Change::Disable(body.reason)).await
}

/// Takes what a source sends again.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/sources/{source}/enable", tag = "bridge", params(SourcePath), responses((status = 200, body = Source)))]
async fn enable_source(caller: Caller, At(path): At<SourcePath>) -> Result<Json<Source>, Failure> {
    changed(&caller, &path.source, Change::Enable).await
}

/// Removes a source: its address is nothing any more. What came in stays for its time.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/sources/{source}/remove", tag = "bridge", params(SourcePath), responses((status = 200, body = Source)))]
async fn remove_source(caller: Caller, At(path): At<SourcePath>) -> Result<Json<Source>, Failure> {
    changed(&caller, &path.source, Change::Remove).await
}

/// Publishes events to a source of the kind `publish`, all or none.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/sources/{source}/events", tag = "bridge", params(SourcePath), request_body = PublishEvents, responses((status = 202, body = TakenEvents, description = "They are kept, and the rules will be asked.")))]
async fn publish_events(caller: Caller, At(path): At<SourcePath>, Body(body): Body<PublishEvents>) -> Result<Response, Failure> {
    let ids = sources::publish(&caller.op, &path.source, body.events).await?;
    Ok((StatusCode::ACCEPTED, Json(TakenEvents { ids })).into_response())
}
