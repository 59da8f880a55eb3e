//! Tools about tasks.

use super::answer::{arguments, told};
use super::places::{Call, task_id};
use crate::tasks::{self, Beat, ClaimRequest, Completion, Fault, TaskFilter, TaskView};
use crate::{AppError, Kind, artifacts, bodies};
use dream_id::{Limit, TaskId, VersionId};
use dream_ports::ToolAnswer;
use dream_swarm::Offer;
use serde::Deserialize;
use serde_json::{Value, json};

/// How many tasks a list has unless told.
const USUAL: u32 = 50;
/// The most that a list has.
const MOST: u32 = 200;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    status: Option<String>,
    role: Option<String>,
    limit: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    task: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Progress {
    percent: Option<u32>,
    text: Option<String>,
    task: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Complete {
    summary: String,
    #[serde(default)]
    artifacts: Vec<String>,
    task: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fail {
    reason: String,
    #[serde(default)]
    retryable: bool,
    task: Option<String>,
}

/// A task as agents see it in lists.
pub(super) fn view(view: &TaskView) -> Value {
    let (task, standing) = (&view.task, view.standing());
    json!({
        "id": task.id(),
        "task": task.id(),
        "title": task.title,
        "status": standing.status,
        "reason": standing.reason,
        "priority": task.priority,
        "role": task.role,
        "attempt": view.attempt(),
        "parent": task.parent,
        "run": task.work.map(|work| work.run),
    })
}

pub(super) async fn list(call: &Call<'_>, given: Value) -> Result<ToolAnswer, AppError> {
    let List { status, role, limit } = arguments(given)?;
    let status = status.map(|status| status.parse().map_err(|_| wrong_status(&status))).transpose()?;
    let filter = TaskFilter { status, role, ..TaskFilter::default() };
    let page = tasks::list(&call.op, &filter, None, Limit::new(limit.unwrap_or(USUAL).clamp(1, MOST))).await?;
    let lines: Vec<String> =
        page.items.iter().map(|view| format!("{} [{}] {}", view.task.id(), view.standing().status, view.task.title)).collect();
    let words = if lines.is_empty() { "there are no such tasks".to_owned() } else { lines.join("\n") };
    Ok(told(words, json!({ "tasks": page.items.iter().map(view).collect::<Vec<_>>() })))
}

fn wrong_status(status: &str) -> AppError {
    let shown: String = status.chars().take(40).collect();
    AppError::invalid("invalid_status", format!("`{shown}` is no status; use queued, running, waiting, blocked, failed, done or cancelled"))
}

pub(super) async fn claim(call: &Call<'_>, given: Value) -> Result<ToolAnswer, AppError> {
    let Named { task } = arguments(given)?;
    let worker = call.caller.agent.name.clone();
    let claimed = if let Some(task) = task {
        let task = task_id(&task)?;
        tasks::heartbeat(&call.op, Beat { task, worker: Some(worker), attempt: None, percent: None, words: None }).await?;
        task
    } else {
        let manifest = call.manifest().await?;
        let offer =
            Offer { worker, roles: [manifest.role].into(), capabilities: manifest.capabilities.into_iter().collect(), ..Offer::default() };
        let claimed = tasks::claim(&call.op, ClaimRequest { offer, most: 1, lease: None }).await?;
        let nothing = || {
            AppError::new(Kind::NotFound, "nothing_to_claim", "there is no task that suits you now; go on with your own, or end your turn")
        };
        claimed.into_iter().next().ok_or_else(nothing)?.task.id
    };
    let view = detail(call, claimed).await?;
    let words = format!(
        "claimed {claimed}: send a heartbeat at least once a minute, and end it with complete_task or fail_task\n\n{}",
        words(&view)
    );
    Ok(told(words, view))
}

/// A task with its text.
pub(super) async fn detail(call: &Call<'_>, task: TaskId) -> Result<Value, AppError> {
    let found = tasks::find(&call.op, task).await?;
    let mut shown = view(&found);
    if let (Some(body), Some(members)) = (found.task.body, shown.as_object_mut()) {
        members.insert("body".to_owned(), bodies::read_text(&call.op, &mut call.op.read().await?, found.task.org(), body).await?.into());
    }
    Ok(shown)
}

/// A task in words.
pub(super) fn words(view: &Value) -> String {
    let part = |name: &str| view.get(name).and_then(Value::as_str).unwrap_or_default();
    format!("# {}\n\n{}", part("title"), part("body"))
}

pub(super) async fn heartbeat(call: &Call<'_>, given: Value) -> Result<ToolAnswer, AppError> {
    let Named { task } = arguments(given)?;
    beat(call, task.as_deref(), None, None).await
}

pub(super) async fn progress(call: &Call<'_>, given: Value) -> Result<ToolAnswer, AppError> {
    let Progress { percent, text, task } = arguments(given)?;
    if percent.is_none() && text.is_none() {
        return Err(AppError::invalid("invalid_progress", "say how far the work has come: in per cent, in words, or both"));
    }
    beat(call, task.as_deref(), percent, text).await
}

async fn beat(call: &Call<'_>, task: Option<&str>, percent: Option<u32>, words: Option<String>) -> Result<ToolAnswer, AppError> {
    let (task, attempt) = call.task(task)?;
    if let Some(hand) = call.op.app().desk().find(&call.caller.agent, call.caller.work).filter(|_| attempt.is_some()) {
        hand.activity().progress(call.op.app().now());
    }
    // The work of a stage is kept by the server, and its progress is what its run's log says.
    if attempt.is_some() && call.caller.work.attempt.is_some() {
        tracing::info!(
            progress.percent = percent,
            progress.words = words.map(|words| words.chars().take(200).collect::<String>()),
            "an agent says how far it is"
        );
        return Ok(told("go on", json!({ "cancel": false })));
    }
    let beat = tasks::heartbeat(&call.op, Beat { task, worker: None, attempt, percent, words }).await?;
    let words = if beat.cancel { "the task was cancelled: stop working on it" } else { "go on" };
    Ok(told(words, json!({ "cancel": beat.cancel, "attempt": beat.attempt, "lease_until": beat.lease_until })))
}

pub(super) async fn complete(call: &Call<'_>, given: Value) -> Result<ToolAnswer, AppError> {
    let Complete { summary, artifacts, task } = arguments(given)?;
    let (task, attempt) = call.task(task.as_deref())?;
    not_the_stage(call, attempt, "publish each artifact that the stage produces with publish_artifact, and end your turn")?;
    let artifacts = versions(call, &artifacts).await?;
    let own = call.op.app().desk().find(&call.caller.agent, call.caller.work).filter(|_| attempt.is_some());
    let summary = match own {
        Some(hand) => hand.with_changes(summary).await?,
        None => summary,
    };
    let completion = Completion { task, worker: None, attempt, output: Some(summary), artifacts };
    let done = tasks::complete(&call.op, completion).await?;
    Ok(told(format!("{task} is {}", done.standing().status), view(&done)))
}

pub(super) async fn fail(call: &Call<'_>, given: Value) -> Result<ToolAnswer, AppError> {
    let Fail { reason, retryable, task } = arguments(given)?;
    let (task, attempt) = call.task(task.as_deref())?;
    not_the_stage(call, attempt, "say what is in the way in your last words, or ask_person, and end your turn")?;
    let failed = tasks::fail(&call.op, Fault { task, worker: None, attempt, message: reason, retryable }).await?;
    Ok(told(format!("{task} is {}", failed.standing().status), view(&failed)))
}

/// Refuses what a stage's own task is not ended by.
fn not_the_stage(call: &Call<'_>, attempt: Option<u32>, instead: &str) -> Result<(), AppError> {
    if attempt.is_none() || call.caller.work.attempt.is_none() {
        return Ok(());
    }
    Err(AppError::new(Kind::Conflict, "stage_work", format!("this task is the work of a stage, which its run decides about: {instead}")))
}

/// The newest versions of the artifacts of this run with these names.
async fn versions(call: &Call<'_>, names: &[String]) -> Result<Vec<VersionId>, AppError> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let known = match call.run().await? {
        Some(run) => artifacts::of_run(&call.op, run).await?,
        None => Vec::new(),
    };
    let missing = |name: &String| {
        let shown: String = name.chars().take(80).collect();
        AppError::new(
            Kind::NotFound,
            "not_found",
            format!("there is no artifact {shown} in this task's run; list_artifacts says which there are"),
        )
    };
    let version = |name: &String| {
        known.iter().find(|known| known.artifact.name == *name).map(|known| known.version.id()).ok_or_else(|| missing(name))
    };
    names.iter().map(version).collect()
}
