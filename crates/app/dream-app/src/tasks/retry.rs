//! Opening a failed task again.

use super::{TaskView, held, read};
use crate::{AppError, Command, Op};
use dream_access::Action;
use dream_id::TaskId;
use dream_store::Unit;
use dream_swarm::Task;
use serde::Serialize;

/// Opens a failed task again, with all its attempts before it.
///
/// # Errors
/// `task_not_failed`, `task_cancelled`, `not_found`.
pub async fn retry(op: &Op, task: TaskId) -> Result<TaskView, AppError> {
    op.run(&Retry { task }).await?;
    read::find(op, task).await
}

#[derive(Serialize)]
struct Retry {
    task: TaskId,
}

impl Command for Retry {
    const NAME: &'static str = "task.retry";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let mut task = held::lock(op, tx, Action::TaskManage, self.task).await?;
        let by = op.by();
        Task::retry(&mut task, &by)?;
        tx.save(&mut task).await?;
        let entry = tx.entry_anew(&task, by.at).await?;
        Ok(tx.enqueue_task(&entry).await?)
    }
}
