//! Pausing, resuming, cancelling, running again, rolling back, replaying.

use super::standing;
use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::RunPath;
use crate::render;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_api::{CancelRun, Divergence, PauseRun, Replay, ReplayResult, ReplayStage, RerunRun, Rollback, RollbackPlan, Run};
use dream_app::runs;
use dream_id::RunId;
use http::StatusCode;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

pub(super) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(pause_run))
        .routes(routes!(resume_run))
        .routes(routes!(cancel_run))
        .routes(routes!(rerun_run))
        .routes(routes!(plan_rollback, rollback_run))
        .routes(routes!(replay_run))
}

/// A body that says nothing.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// Where to roll back to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RollbackQuery {
    /// The stage whose output is reviewed again.
    to: String,
}

/// Pauses a run: nothing new starts in it.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/runs/{run}/pause", tag = "runs", params(RunPath), request_body = PauseRun, responses((status = 200, body = Run)))]
async fn pause_run(caller: Caller, At(path): At<RunPath>, Body(body): Body<PauseRun>) -> Result<Json<Run>, Failure> {
    runs::pause(&caller.op, path.run, body.reason).await?;
    standing(&caller.op, path.run).await.map(Json)
}

/// Lets a paused run go on.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/runs/{run}/resume", tag = "runs", params(RunPath), request_body = Nothing, responses((status = 200, body = Run)))]
async fn resume_run(caller: Caller, At(path): At<RunPath>, Body(Nothing {}): Body<Nothing>) -> Result<Json<Run>, Failure> {
    runs::resume(&caller.op, path.run).await?;
    standing(&caller.op, path.run).await.map(Json)
}

/// Ends a run for good.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/runs/{run}/cancel", tag = "runs", params(RunPath), request_body = CancelRun, responses((status = 200, body = Run)))]
async fn cancel_run(caller: Caller, At(path): At<RunPath>, Body(body): Body<CancelRun>) -> Result<Json<Run>, Failure> {
    runs::cancel(&caller.op, path.run, body.reason).await?;
    standing(&caller.op, path.run).await.map(Json)
}

/// Runs again: from a stage of this run, or, without one, as a new run of the same template version and brief.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/runs/{run}/rerun", tag = "runs", params(RunPath), request_body = RerunRun, responses((status = 200, body = Run, description = "The run, from that stage on"), (status = 201, body = Run, description = "The new run")))]
async fn rerun_run(caller: Caller, At(path): At<RunPath>, Body(body): Body<RerunRun>) -> Result<Response, Failure> {
    let op = &caller.op;
    let (status, run) = match body.from {
        Some(from) => (StatusCode::OK, runs::from_stage(op, path.run, from).await?),
        None => (StatusCode::CREATED, runs::again(op, path.run).await?),
    };
    Ok((status, Json(standing(op, run).await?)).into_response())
}

/// What a rollback would do. Nothing is changed.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/runs/{run}/rollback", tag = "runs", params(RunPath, RollbackQuery), responses((status = 200, body = RollbackPlan)))]
async fn plan_rollback(caller: Caller, At(path): At<RunPath>, Params(query): Params<RollbackQuery>) -> Result<Json<RollbackPlan>, Failure> {
    let plan = runs::plan_rollback(&caller.op, path.run, &query.to).await?;
    let set = runs::find(&caller.op, path.run).await?;
    Ok(Json(render::plan(&set, &plan)))
}

/// Rolls a run back to a stage: later work is superseded, never erased.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/runs/{run}/rollback", tag = "runs", params(RunPath), request_body = Rollback, responses((status = 200, body = Run)))]
async fn rollback_run(caller: Caller, At(path): At<RunPath>, Body(body): Body<Rollback>) -> Result<Json<Run>, Failure> {
    runs::rollback(&caller.op, path.run, body.to, body.reason).await?;
    standing(&caller.op, path.run).await.map(Json)
}

/// Runs a run again from its record alone, and compares every artifact byte by byte. Nothing is changed or paid.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/runs/{run}/replay", tag = "runs", params(RunPath), request_body = Nothing, responses((status = 200, body = Replay)))]
async fn replay_run(caller: Caller, At(path): At<RunPath>, Body(Nothing {}): Body<Nothing>) -> Result<Json<Replay>, Failure> {
    let found = runs::replay(&caller.op, path.run).await?;
    Ok(Json(replayed(path.run, found)))
}

fn replayed(run: RunId, found: runs::Replay) -> Replay {
    let result = if found.is_identical() { ReplayResult::Identical } else { ReplayResult::Different };
    let stage = |stage: runs::ReplayedStage| {
        let divergence = |found: runs::Diverged| {
            let (recorded, replayed) = (found.recorded.map(render::digest), found.replayed.map(render::digest));
            Divergence { attempt: stage.attempt, at: found.at, recorded, replayed }
        };
        let first_divergence = stage.divergence.map(divergence);
        ReplayStage { name: stage.name, identical: first_divergence.is_none(), first_divergence }
    };
    Replay { run, result, stages: found.stages.into_iter().map(stage).collect() }
}
