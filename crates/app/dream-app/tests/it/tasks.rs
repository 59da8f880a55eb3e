//! Tasks: created, claimed, worked on, handed in; and all that goes wrong with them.

mod access;
mod claiming;
mod dependencies;
mod due;
mod endings;
mod holding;
mod races;
mod trees;

use dream_app::tasks::{self, Beat, ClaimRequest, ClaimedWork, Completion, Fault, NewTask, TaskView};
use dream_app::{AppError, Kind, Op};
use dream_id::{Limit, TaskId};
use dream_swarm::{Offer, Reason, Status};
use dream_testkit::TestApp;
use std::collections::BTreeSet;
use std::time::Duration;

/// The kind and code of a refusal.
fn refusal<T>(result: Result<T, AppError>) -> (Kind, &'static str) {
    match result {
        Ok(_) => panic!("it was allowed"),
        Err(error) => (error.kind, error.code),
    }
}

pub(crate) fn titled(title: &str) -> NewTask {
    NewTask::titled(title)
}

pub(crate) async fn created(op: &Op, new: NewTask) -> TaskId {
    tasks::create(op, new).await.unwrap().task.id()
}

pub(crate) fn offer(worker: &str) -> ClaimRequest {
    ClaimRequest { offer: Offer { worker: worker.to_owned(), ..Offer::default() }, most: 1, lease: None }
}

fn role(worker: &str, role: &str) -> ClaimRequest {
    let roles = BTreeSet::from([role.to_owned()]);
    ClaimRequest { offer: Offer { worker: worker.to_owned(), roles, ..Offer::default() }, ..offer(worker) }
}

fn most(request: ClaimRequest, most: u32) -> ClaimRequest {
    ClaimRequest { most, ..request }
}

async fn claimed(op: &Op, request: ClaimRequest) -> Vec<ClaimedWork> {
    tasks::claim(op, request).await.unwrap()
}

/// The titles of what a claim takes.
async fn titles(op: &Op, request: ClaimRequest) -> Vec<String> {
    claimed(op, request).await.into_iter().map(|work| work.task.title).collect()
}

fn completion(work: &ClaimedWork) -> Completion {
    Completion { task: work.task.id, worker: None, attempt: Some(work.attempt), output: None, artifacts: vec![] }
}

fn fault(work: &ClaimedWork, retryable: bool) -> Fault {
    let message = "it broke".to_owned();
    Fault { task: work.task.id, worker: None, attempt: Some(work.attempt), message, retryable }
}

fn beat(work: &ClaimedWork) -> Beat {
    Beat { task: work.task.id, worker: None, attempt: Some(work.attempt), percent: None, words: None }
}

async fn view(op: &Op, task: TaskId) -> TaskView {
    tasks::find(op, task).await.unwrap()
}

async fn standing(op: &Op, task: TaskId) -> (Status, Option<Reason>) {
    let standing = view(op, task).await.standing();
    (standing.status, standing.reason)
}

/// Lets the worker of tasks look once.
async fn settle(app: &TestApp) -> tasks::Due {
    tasks::settle_due(&Op::of_worker(app.app.clone(), "tasks"), false).await.unwrap()
}

/// The kinds of the events of a task and its claims, oldest first.
async fn kinds(app: &TestApp) -> Vec<String> {
    app.sequence().await;
    let mut reader = app.app.store.read().await.unwrap();
    let feed = reader.feed(app.owner().scope(), 0, Limit::new(1_000)).await.unwrap();
    let of_tasks = |kind: &String| kind.starts_with("task.") || kind.starts_with("claim.");
    feed.into_iter().map(|entry| entry.envelope.kind).filter(of_tasks).collect()
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}
