//! Changing an open task: who works it, how urgent it is, what it waits for, whether it rests.

use super::{TaskView, create, cycles, held, read};
use crate::{AppError, Command, Op};
use dream_access::Action;
use dream_id::TaskId;
use dream_ledger::Stream;
use dream_store::Unit;
use dream_swarm::{Priority, Task, TaskRefusal};
use serde::Serialize;

/// What is to be different; what is left out stays.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TaskChange {
    /// The worker it is assigned to by name; `Some(None)` for nobody.
    pub assignee: Option<Option<String>>,
    /// How urgent it is.
    pub priority: Option<Priority>,
    /// Whether it rests.
    pub paused: Option<bool>,
    /// What it depends on, too.
    pub depend: Vec<TaskId>,
    /// What it no longer depends on.
    pub undepend: Vec<TaskId>,
}

impl TaskChange {
    /// Whether it changes nothing but how urgent the task is.
    fn is_priority_alone(&self) -> bool {
        self.assignee.is_none() && self.paused.is_none() && self.depend.is_empty() && self.undepend.is_empty()
    }
}

/// Changes a task. Of the work of a stage the priority can be changed, and nothing else.
///
/// # Errors
/// `dependency_cycle`, naming the cycle; `not_found`; `task_done` and the like when it is over.
pub async fn change(op: &Op, task: TaskId, change: TaskChange) -> Result<TaskView, AppError> {
    op.run(&Change { task, change }).await?;
    read::find(op, task).await
}

#[derive(Serialize)]
struct Change {
    task: TaskId,
    change: TaskChange,
}

impl Command for Change {
    const NAME: &'static str = "task.change";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let (change, by) = (&self.change, op.by());
        if !change.depend.is_empty() {
            cycles::exclude_others(op, tx).await?;
        }
        let mut task = held::lock_any(op, tx, Action::TaskManage, self.task).await?;
        if !change.is_priority_alone() {
            held::not_stage_work(&task)?;
        }
        task.check_open()?;
        let missing = || AppError::new(crate::Kind::Internal, "internal", "an open task has no place in the queue; restore a backup");
        let mut entry = tx.lock_queue_entry(op.scope(), task.id()).await?.ok_or_else(missing)?;
        if let Some(assignee) = &change.assignee {
            Task::assign(&mut task, &by, assignee.clone())?;
        }
        if let Some(priority) = change.priority {
            Task::reprioritise(&mut task, &by, priority)?;
        }
        if let Some(paused) = change.paused {
            Task::pause(&mut task, &by, paused)?;
        }
        let (added, removed) = Task::depend(&mut task, &by, &change.depend, &change.undepend)?;
        if !(added.is_empty() && removed.is_empty()) {
            if let Some(hold) = &entry.hold {
                return Err(TaskRefusal::Running { task: task.id(), worker: hold.worker.clone() }.into());
            }
            entry.blocked_by += self.add(op, tx, &task, &added).await?;
            entry.blocked_by = entry.blocked_by.saturating_sub(create::open_dependencies(op, tx, &removed).await?);
            tx.remove_dependencies(task.id(), &removed).await?;
        }
        tx.save(&mut task).await?;
        entry.follow(&task, by.at);
        Ok(tx.requeue_task(&entry).await?)
    }
}

impl Change {
    /// Makes `task` depend on `added`, unless that closes a cycle. Returns how many of them are not done.
    async fn add(&self, op: &Op, tx: &mut Unit, task: &Stream<Task>, added: &[TaskId]) -> Result<u32, AppError> {
        let open = create::open_dependencies(op, tx, added).await?;
        cycles::refuse(op, tx, task.id(), added).await?;
        tx.add_dependencies(task.id(), added).await?;
        Ok(open)
    }
}
