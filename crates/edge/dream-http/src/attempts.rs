//! Attempts.

use crate::extract::{At, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{PageQuery, cut, page};
use crate::paths::{AttemptPath, RunPath};
use crate::render;
use crate::tagged::Tags;
use crate::texts::Texts;
use axum::Json;
use axum::response::Response;
use dream_api::{Attempt, Page};
use dream_app::{AppError, Op, attempts, runs};
use dream_govern::RunSet;
use dream_ledger::Digest;

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(list_attempts)).routes(routes!(show_attempt))
}

async fn rendered(op: &Op, set: &RunSet, attempt: &dream_govern::Attempt) -> Result<Attempt, Failure> {
    let texts = Texts::read(op, digests(attempt)).await?;
    let calls = attempts::calls(op, set, attempt.id).await?;
    Ok(render::attempt(attempt, set, &texts, &calls))
}

fn digests(attempt: &dream_govern::Attempt) -> Vec<Digest> {
    let details = attempt.checks.iter().filter_map(|check| check.detail);
    details.chain(attempt.failure.as_ref().and_then(|failure| failure.message)).collect()
}

/// Lists the attempts of a run, oldest first.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/runs/{run}/attempts", tag = "attempts", params(RunPath, PageQuery), responses((status = 200, body = Page<Attempt>)))]
async fn list_attempts(caller: Caller, At(path): At<RunPath>, Params(query): Params<PageQuery>) -> Result<Json<Page<Attempt>>, Failure> {
    let (cursor, limit) = query.read()?;
    let set = runs::find(&caller.op, path.run).await?;
    let mut made: Vec<_> = set.attempts().collect();
    made.sort_by_key(|attempt| (attempt.started_at, attempt.id));
    let found = cut(made, cursor.as_ref(), limit, |attempt| attempt.id.to_string())?;
    let mut items = Vec::with_capacity(found.items.len());
    for attempt in found.items {
        items.push(rendered(&caller.op, &set, attempt).await?);
    }
    Ok(Json(page(items, found.next)))
}

/// One attempt.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/attempts/{attempt}", tag = "attempts", params(AttemptPath), responses((status = 200, body = Attempt)))]
async fn show_attempt(caller: Caller, At(path): At<AttemptPath>, tags: Tags) -> Result<Response, Failure> {
    let op = &caller.op;
    let missing = || AppError::not_found("attempt", path.attempt);
    let set = attempts::run_of(op, path.attempt).await?;
    let attempt = set.attempt(path.attempt).ok_or_else(missing)?;
    tags.json(&rendered(op, &set, attempt).await?)
}
