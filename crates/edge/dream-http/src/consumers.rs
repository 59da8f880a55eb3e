//! Consumers: made, looked at, taken away.

mod deliveries;

use crate::channels::{ProjectPageQuery, ProjectQuery};
use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{self, page};
use crate::paths::{ConsumerPath, OrgPath};
use crate::render;
use axum::Json;
use dream_api::{Consumer, CreateConsumer, Page, RemoveConsumer};
use dream_app::consumers;

pub(crate) use deliveries::answer;

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(list_consumers, create_consumer))
        .routes(routes!(show_consumer))
        .routes(routes!(remove_consumer))
        .merge(deliveries::routes())
}

/// Lists consumers, by name.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/consumers", tag = "consumers", params(OrgPath, ProjectPageQuery), responses((status = 200, body = Page<Consumer>)))]
async fn list_consumers(
    caller: Caller,
    _org: At<OrgPath>,
    Params(query): Params<ProjectPageQuery>,
) -> Result<Json<Page<Consumer>>, Failure> {
    let (cursor, limit) = pages::read(query.cursor, query.limit)?;
    let found = consumers::list(&caller.op, query.project, cursor, limit).await?;
    Ok(Json(page(found.items.iter().map(render::consumer).collect(), found.next)))
}

/// Makes a consumer. One of the same name that reads the same stays as it is.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/consumers", tag = "consumers", params(OrgPath), request_body = CreateConsumer, responses((status = 200, body = Consumer)))]
async fn create_consumer(caller: Caller, _org: At<OrgPath>, Body(body): Body<CreateConsumer>) -> Result<Json<Consumer>, Failure> {
    let settings = render::consumer_settings_of(&body.settings)?;
    let made = consumers::create(&caller.op, &body.name, body.project, &body.pattern, settings).await?;
    Ok(Json(render::consumer(&made)))
}

/// One consumer, and how far it has come.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/consumers/{consumer}", tag = "consumers", params(ConsumerPath, ProjectQuery), responses((status = 200, body = Consumer)))]
async fn show_consumer(caller: Caller, At(path): At<ConsumerPath>, Params(query): Params<ProjectQuery>) -> Result<Json<Consumer>, Failure> {
    Ok(Json(render::consumer(&consumers::find(&caller.op, &path.consumer, query.project).await?)))
}

/// Takes a consumer away, with its place and its dead letters: it is owed nothing any more. Answers with it as it stood.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/consumers/{consumer}/remove", tag = "consumers", params(ConsumerPath, ProjectQuery), request_body = RemoveConsumer, responses((status = 200, body = Consumer)))]
async fn remove_consumer(
    caller: Caller,
    At(path): At<ConsumerPath>,
    Params(query): Params<ProjectQuery>,
    Body(body): Body<RemoveConsumer>,
) -> Result<Json<Consumer>, Failure> {
    Ok(Json(render::consumer(&consumers::remove(&caller.op, &path.consumer, query.project, body.reason).await?)))
}
