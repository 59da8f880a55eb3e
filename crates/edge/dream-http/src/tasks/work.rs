//! What workers say: claiming, heartbeats, handing in, failing, giving back.

use super::{LARGEST_TASK, detail};
use crate::extract::{At, Body, Caller};
use crate::failure::Failure;
use crate::observe::Waited;
use crate::operations::{Operations, routes};
use crate::paths::{OrgPath, TaskPath};
use crate::render;
use crate::state::Api;
use crate::texts::Texts;
use axum::extract::State;
use axum::{Extension, Json};
use dream_api::{
    ClaimTasks, ClaimedTasks, CompleteTask, CompleteTasks, CompletedTask, CompletedTasks, FailTask, ItemError, ReleaseTask, Span,
    TaskDetail, TaskHeartbeat, TaskLease,
};
use dream_app::tasks::{self, Beat, ClaimRequest, ClaimedWork, Completion, Fault};
use dream_swarm::Offer;
use std::time::Duration;

/// The longest wait for something to claim.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

pub(super) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(claim_tasks))
        .routes(routes!(heartbeat_task))
        .routes(routes!(complete_task).up_to(LARGEST_TASK))
        .routes(routes!(complete_tasks).up_to(LARGEST_TASK))
        .routes(routes!(fail_task))
        .routes(routes!(release_task))
}

/// Claims tasks that suit a worker, each of which is then its own until its lease ends. With `wait`, stays until there is something.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/tasks/claim", tag = "tasks", params(OrgPath), request_body = ClaimTasks, responses((status = 200, body = ClaimedTasks)))]
async fn claim_tasks(
    State(api): State<Api>,
    caller: Caller,
    _org: At<OrgPath>,
    Body(body): Body<ClaimTasks>,
) -> Result<(Option<Extension<Waited>>, Json<ClaimedTasks>), Failure> {
    let offer = Offer {
        worker: body.worker,
        roles: body.roles.into_iter().collect(),
        capabilities: body.capabilities.into_iter().collect(),
        project: body.project,
        ..Offer::default()
    };
    if body.wait.is_some_and(|wait| wait.duration() > LONGEST_WAIT) {
        return Err(Failure::field("wait_out_of_range", "wait", "one call waits up to 60 s; ask again to wait longer"));
    }
    let request = ClaimRequest { offer, most: body.limit.unwrap_or(1), lease: body.lease.map(Span::duration) };
    let wait = body.wait.map(Span::duration).filter(|wait| !wait.is_zero());
    let claimed = match wait {
        None => tasks::claim(&caller.op, request).await?,
        Some(wait) => {
            let mut draining = api.draining.clone();
            tokio::select! {
                claimed = tasks::claim_waiting(&caller.op, request, wait) => claimed?,
                // An error says that the server is gone, and with it this wait.
                _ = draining.wait_for(|draining| *draining) => Vec::new(),
            }
        }
    };
    api.metrics.tasks.claimed(&claimed, api.app.now());
    let bodies = claimed.iter().filter_map(|work: &ClaimedWork| work.task.body).collect();
    let texts = Texts::read(&caller.op, bodies).await?;
    let claimed = ClaimedTasks { tasks: claimed.into_iter().map(|work| render::claimed_task(work, &texts)).collect() };
    Ok((wait.map(|_| Extension(Waited)), Json(claimed)))
}

/// Says that the worker is still at it, and how far it has come; tells it whether the task was cancelled.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/tasks/{task}/heartbeat", tag = "tasks", params(TaskPath), request_body = TaskHeartbeat, responses((status = 200, body = TaskLease)))]
async fn heartbeat_task(caller: Caller, At(path): At<TaskPath>, Body(body): Body<TaskHeartbeat>) -> Result<Json<TaskLease>, Failure> {
    let beat = Beat { task: path.task, worker: body.worker, attempt: body.attempt, percent: body.progress, words: body.note };
    let told = tasks::heartbeat(&caller.op, beat).await?;
    Ok(Json(TaskLease { task: path.task, cancelled: told.cancel, attempt: told.attempt, lease_until: told.lease_until }))
}

/// Hands the work on a task in.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/tasks/{task}/complete", tag = "tasks", params(TaskPath), request_body = CompleteTask, responses((status = 200, body = TaskDetail)))]
async fn complete_task(
    State(api): State<Api>,
    caller: Caller,
    At(path): At<TaskPath>,
    Body(body): Body<CompleteTask>,
) -> Result<Json<TaskDetail>, Failure> {
    let CompleteTask { worker, attempt, output, artifacts } = body;
    let view = tasks::complete(&caller.op, Completion { task: path.task, worker, attempt, output, artifacts }).await?;
    api.metrics.tasks.completed(1);
    detail(&caller.op, &view).await
}

/// Hands the work on several tasks in. One that is refused does not hold up the others.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/tasks/complete", tag = "tasks", params(OrgPath), request_body = CompleteTasks, responses((status = 200, body = CompletedTasks)))]
async fn complete_tasks(
    State(api): State<Api>,
    caller: Caller,
    _org: At<OrgPath>,
    Body(body): Body<CompleteTasks>,
) -> Result<Json<CompletedTasks>, Failure> {
    let ids: Vec<_> = body.tasks.iter().map(|completion| completion.task).collect();
    let completions = body.tasks.into_iter().map(|one| Completion {
        task: one.task,
        worker: None,
        attempt: Some(one.attempt),
        output: one.output,
        artifacts: one.artifacts,
    });
    let answers = tasks::complete_all(&caller.op, completions.collect()).await?;
    let refused = u32::try_from(answers.iter().filter(|answer| answer.is_err()).count()).unwrap_or(u32::MAX);
    api.metrics.tasks.completed(u64::try_from(answers.len()).unwrap_or(0).saturating_sub(refused.into()));
    let tasks = ids.into_iter().zip(answers).map(|(task, answer)| {
        let error = answer.err().map(|refused| ItemError { code: refused.code, detail: refused.message });
        CompletedTask { task, error }
    });
    Ok(Json(CompletedTasks { refused, tasks: tasks.collect() }))
}

/// Says that an attempt failed: another one follows after a wait, or the task is a dead letter.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/tasks/{task}/fail", tag = "tasks", params(TaskPath), request_body = FailTask, responses((status = 200, body = TaskDetail)))]
async fn fail_task(caller: Caller, At(path): At<TaskPath>, Body(body): Body<FailTask>) -> Result<Json<TaskDetail>, Failure> {
    let FailTask { worker, attempt, message, permanent } = body;
    let fault = Fault { task: path.task, worker, attempt, message, retryable: !permanent };
    detail(&caller.op, &tasks::fail(&caller.op, fault).await?).await
}

/// Gives a task back without having failed: it can be claimed again at once.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/tasks/{task}/release", tag = "tasks", params(TaskPath), request_body = ReleaseTask, responses((status = 200, body = TaskDetail)))]
async fn release_task(caller: Caller, At(path): At<TaskPath>, Body(body): Body<ReleaseTask>) -> Result<Json<TaskDetail>, Failure> {
    detail(&caller.op, &tasks::release(&caller.op, path.task, body.worker, body.attempt).await?).await
}
