//! Questions about tasks.

use super::{TaskView, Tree, tree};
use crate::{AppError, Op};
use dream_access::{Action, VisibleProjects};
use dream_id::{Cursor, Limit, Page, TaskId};
use dream_ledger::Stream;
pub use dream_store::tasks::TaskFilter;
use dream_store::tasks::{self};
use dream_swarm::{Place, Task};
use std::collections::BTreeMap;

/// The task `id`.
pub async fn find(op: &Op, id: TaskId) -> Result<TaskView, AppError> {
    let mut reader = op.read().await?;
    let task: Option<Stream<Task>> = reader.find(op.scope(), id).await?;
    let task = task.ok_or_else(|| AppError::not_found("task", id))?;
    op.allow(Action::TaskRead, task.project)?;
    let entry = tasks::queue_entry(&mut reader, op.scope(), id).await?;
    Ok(TaskView { task, entry })
}

/// A page of the tasks that the caller may see, newest first.
pub async fn list(op: &Op, filter: &TaskFilter, cursor: Option<Cursor>, limit: Limit) -> Result<Page<TaskView>, AppError> {
    let visible = op.visible_projects()?;
    let page = op.read().await?.tasks(op.scope(), filter, cursor, limit).await?;
    let mut page = page.map(|(task, entry)| TaskView { task, entry });
    if let VisibleProjects::Only(_) = &visible {
        page.items.retain(|view| view.task.project.is_some_and(|project| visible.contains(project)));
    }
    Ok(page)
}

/// How many tasks there are of each kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Open tasks, by their place in the queue.
    pub open: BTreeMap<&'static str, u64>,
    /// Tasks that failed and were not opened again.
    pub failed: u64,
}

/// How many tasks the caller's organisation has; a worker counts those of all.
pub async fn counts(op: &Op) -> Result<Counts, AppError> {
    op.allow(Action::TaskRead, None)?;
    let mut reader = op.read().await?;
    let counted = reader.task_counts(op.scope()).await?;
    let of = |place: &Place| counted.iter().find(|count| count.place == *place).map_or(0, |count| count.count);
    let open = Place::ALL.iter().map(|place| (place.name(), of(place))).collect();
    Ok(Counts { open, failed: reader.failed_tasks(op.scope()).await? })
}

/// What `task` waits for and who waits for it, as far as the caller may see.
pub async fn dependencies(op: &Op, id: TaskId) -> Result<Tree, AppError> {
    let root = find(op, id).await?;
    tree::grow(op, root).await
}
