//! Cancelling a task, and everything below it.

use super::{TaskView, due, held, read};
use crate::{AppError, Command, Op, bodies::Text};
use dream_access::Action;
use dream_id::TaskId;
use dream_ledger::{Digest, Stream};
use dream_store::{Unit, tasks::QueueEntry};
use dream_swarm::Task;
use serde::Serialize;

/// Cancels a task, whatever it waits for. A worker that is at it learns it with its next heartbeat, and what it hands in is refused. With
/// `tree`, everything below the task is cancelled too: what is not after a second follows behind the answer, and a crash ends it no sooner.
///
/// # Errors
/// `task_done`, `not_found`.
pub async fn cancel(op: &Op, task: TaskId, reason: Option<String>, tree: bool) -> Result<TaskView, AppError> {
    let reason = match reason.filter(|reason| !reason.trim().is_empty()) {
        Some(reason) => Some(Text::prepare(op, op.org()?, reason.into_bytes()).await?),
        None => None,
    };
    op.run(&Cancel { task, reason, tree }).await?;
    if tree {
        due::cancel_trees(op).await?;
    }
    read::find(op, task).await
}

#[derive(Serialize)]
struct Cancel {
    task: TaskId,
    reason: Option<Text>,
    tree: bool,
}

impl Command for Cancel {
    const NAME: &'static str = "task.cancel";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let task = held::lock(op, tx, Action::TaskManage, self.task).await?;
        if let Some(reason) = &self.reason {
            reason.keep(tx, task.org()).await?;
        }
        let entry = tx.lock_queue_entry(op.scope(), task.id()).await?;
        let reason = self.reason.as_ref().map(|reason| reason.digest);
        cancelled(op, tx, task, entry, reason, self.tree).await
    }
}

/// Cancels a task within `tx`; `reason` is a body that was kept. What is below it is cancelled by the worker of tasks soon after.
pub async fn cancel_in(op: &Op, tx: &mut Unit, task: TaskId, reason: Option<Digest>, tree: bool) -> Result<(), AppError> {
    let task = held::lock(op, tx, Action::TaskManage, task).await?;
    let entry = tx.lock_queue_entry(op.scope(), task.id()).await?;
    cancelled(op, tx, task, entry, reason, tree).await
}

/// Cancels a task that is locked.
pub(super) async fn cancelled(
    op: &Op,
    tx: &mut Unit,
    mut task: Stream<Task>,
    entry: Option<QueueEntry>,
    reason: Option<Digest>,
    tree: bool,
) -> Result<(), AppError> {
    let by = op.by();
    let attempt = entry.and_then(|entry| entry.hold).map(|hold| held::end_of(&hold));
    Task::cancel(&mut task, &by, attempt, reason, tree)?;
    let changed = !task.pending().is_empty();
    tx.save(&mut task).await?;
    if tree {
        tx.begin_tree(task.org(), task.id()).await?;
    }
    if changed {
        tx.dequeue_task(task.org(), task.id()).await?;
        held::child_over(tx, &by, &task).await?;
    }
    Ok(())
}
