//! Tasks that are the work of a stage: the stage decides when they are over.

use super::{AttemptEnd, Failure, Task, TaskEvent, TaskResult};
use crate::TaskRefusal;
use dream_ledger::{By, Stream};

/// How the work of a stage ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkEnd {
    /// It was handed in, and the stage took it.
    Done(TaskResult),
    /// It failed. Nobody need look at the task: the stage tries again, in a task of its own, or fails itself.
    Failed(Failure),
    /// The stage no longer wants it.
    Cancelled,
}

impl Task {
    /// The stage whose work it is says how it ended; `attempt` was under way.
    ///
    /// # Errors
    /// [`TaskRefusal`] when it is over already.
    pub fn end_work(task: &mut Stream<Self>, by: &By, attempt: Option<AttemptEnd>, end: WorkEnd) -> Result<(), TaskRefusal> {
        task.check_open()?;
        let event = match end {
            WorkEnd::Done(result) => TaskEvent::Completed { attempt, result: Some(result) },
            WorkEnd::Failed(failure) => TaskEvent::Failed { attempt, failure, retry_at: None },
            WorkEnd::Cancelled => TaskEvent::Cancelled { attempt, reason: None, tree: false },
        };
        task.record(by, event);
        Ok(())
    }
}
