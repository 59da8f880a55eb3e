//! Giving a task back without having failed.

use super::{TaskView, held, read};
use crate::{AppError, Command, Op};
use dream_access::Action;
use dream_id::TaskId;
use dream_store::Unit;
use dream_swarm::{Claimant, Task, TaskRefusal};
use serde::Serialize;

/// Gives a task back: it can be claimed again at once, and no attempt counts as failed.
///
/// # Errors
/// `stale_claim` when it is not the caller's.
pub async fn release(op: &Op, task: TaskId, worker: Option<String>, attempt: Option<u32>) -> Result<TaskView, AppError> {
    op.run(&Release { task, worker, attempt }).await?;
    read::find(op, task).await
}

/// Gives back in the server's name what `of` holds: an agent that was stopped may do nothing itself.
///
/// # Errors
/// As [`release`].
pub async fn release_of(of: &Op, task: TaskId, worker: Option<String>, attempt: Option<u32>) -> Result<(), AppError> {
    let claimant = held::claimant(of, worker, attempt);
    Op::of_worker(of.app().clone(), "supervisor").run(&ReleaseOf { task, attempt, claimant }).await
}

#[derive(Serialize)]
struct ReleaseOf {
    task: TaskId,
    attempt: Option<u32>,
    #[serde(skip)]
    claimant: Claimant,
}

impl Command for ReleaseOf {
    const NAME: &'static str = "task.release_of";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let_go(op, tx, self.task, self.attempt, &self.claimant).await
    }
}

#[derive(Serialize)]
struct Release {
    task: TaskId,
    worker: Option<String>,
    attempt: Option<u32>,
}

impl Command for Release {
    const NAME: &'static str = "task.release";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        give_back(op, tx, self.task, self.worker.clone(), self.attempt).await
    }
}

/// Gives a task back within `tx`.
pub async fn release_in(op: &Op, tx: &mut Unit, task: TaskId, attempt: Option<u32>) -> Result<(), AppError> {
    give_back(op, tx, task, None, attempt).await
}

async fn give_back(op: &Op, tx: &mut Unit, task: TaskId, worker: Option<String>, attempt: Option<u32>) -> Result<(), AppError> {
    let claimant = held::claimant(op, worker, attempt);
    let_go(op, tx, task, attempt, &claimant).await
}

async fn let_go(op: &Op, tx: &mut Unit, task: TaskId, attempt: Option<u32>, claimant: &Claimant) -> Result<(), AppError> {
    let mut task = held::lock(op, tx, Action::TaskWork, task).await?;
    task.check_open()?;
    let stale = || TaskRefusal::StaleClaim { task: task.id(), held: None, claimed: attempt };
    let mut entry = tx.lock_queue_entry(op.scope(), task.id()).await?.ok_or_else(stale)?;
    let hold = entry.hold.clone().ok_or_else(stale)?;
    hold.check(task.id(), claimant)?;
    let by = op.by();
    Task::release(&mut task, &by, held::end_of(&hold))?;
    tx.save(&mut task).await?;
    entry.let_go(&task, by.at);
    Ok(tx.requeue_task(&entry).await?)
}
