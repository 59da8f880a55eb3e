//! Dead letters: inspected, edited, handed over again, given up.

use crate::channels::ProjectQuery;
use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{self, page};
use crate::paths::{ConsumerPath, DeadLetterPath, OrgPath};
use crate::render;
use axum::Json;
use dream_api::{ChooseDeadLetters, ChosenDeadLetters, DeadLetter, EditDeadLetter, Page, schema};
use dream_app::dead_letters;
use dream_id::ProjectId;
use serde::Deserialize;
use utoipa::IntoParams;

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(list_dead_letters))
        .routes(routes!(show_dead_letter))
        .routes(routes!(edit_dead_letter))
        .routes(routes!(replay_dead_letters))
        .routes(routes!(drop_dead_letters))
}

/// Which dead letters to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DeadLetterQuery {
    /// Those of one consumer.
    consumer: Option<String>,
    /// Those of the consumers of a project; of the organisation when left out.
    #[param(value_type = Option<schema::ProjectId>)]
    project: Option<ProjectId>,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many items at most: 100 unless told otherwise.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// Lists dead letters, oldest first.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/dead-letters", tag = "dead letters", params(OrgPath, DeadLetterQuery), responses((status = 200, body = Page<DeadLetter>)))]
async fn list_dead_letters(
    caller: Caller,
    _org: At<OrgPath>,
    Params(query): Params<DeadLetterQuery>,
) -> Result<Json<Page<DeadLetter>>, Failure> {
    let (cursor, limit) = pages::read(query.cursor, query.limit)?;
    let found = dead_letters::list(&caller.op, query.consumer.as_deref(), query.project, cursor, limit).await?;
    Ok(Json(page(found.items.into_iter().map(render::dead_letter).collect(), found.next)))
}

/// One dead letter, and why it is one.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/consumers/{consumer}/dead-letters/{message}", tag = "dead letters", params(DeadLetterPath, ProjectQuery), responses((status = 200, body = DeadLetter)))]
async fn show_dead_letter(
    caller: Caller,
    At(path): At<DeadLetterPath>,
    Params(query): Params<ProjectQuery>,
) -> Result<Json<DeadLetter>, Failure> {
    Ok(Json(render::dead_letter(dead_letters::find(&caller.op, &path.consumer, query.project, path.message).await?)))
}

/// Changes what a dead letter says, before it is handed over again. The message as it was sent stays as it is.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/consumers/{consumer}/dead-letters/{message}/edit", tag = "dead letters", params(DeadLetterPath, ProjectQuery), request_body = EditDeadLetter, responses((status = 200, body = DeadLetter)))]
async fn edit_dead_letter(
    caller: Caller,
    At(path): At<DeadLetterPath>,
    Params(query): Params<ProjectQuery>,
    Body(body): Body<EditDeadLetter>,
) -> Result<Json<DeadLetter>, Failure> {
    let edited = dead_letters::edit(&caller.op, &path.consumer, query.project, path.message, body.body).await?;
    Ok(Json(render::dead_letter(edited)))
}

/// Hands dead letters over again, as if for the first time: those named, or all.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/consumers/{consumer}/dead-letters/replay", tag = "dead letters", params(ConsumerPath, ProjectQuery), request_body = ChooseDeadLetters, responses((status = 200, body = ChosenDeadLetters)))]
async fn replay_dead_letters(
    caller: Caller,
    At(path): At<ConsumerPath>,
    Params(query): Params<ProjectQuery>,
    Body(body): Body<ChooseDeadLetters>,
) -> Result<Json<ChosenDeadLetters>, Failure> {
    let count = dead_letters::replay(&caller.op, &path.consumer, query.project, body.messages).await?;
    Ok(Json(ChosenDeadLetters { count }))
}

/// Gives dead letters up for good: those named, or all.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/consumers/{consumer}/dead-letters/drop", tag = "dead letters", params(ConsumerPath, ProjectQuery), request_body = ChooseDeadLetters, responses((status = 200, body = ChosenDeadLetters)))]
async fn drop_dead_letters(
    caller: Caller,
    At(path): At<ConsumerPath>,
    Params(query): Params<ProjectQuery>,
    Body(body): Body<ChooseDeadLetters>,
) -> Result<Json<ChosenDeadLetters>, Failure> {
    let count = dead_letters::drop_dead_letters(&caller.op, &path.consumer, query.project, body.messages).await?;
    Ok(Json(ChosenDeadLetters { count }))
}
