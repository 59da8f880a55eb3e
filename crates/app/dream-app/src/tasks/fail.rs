//! Saying that an attempt failed.

use super::{TaskView, held, read};
use crate::{AppError, Command, Op, bodies::Text};
use dream_access::Action;
use dream_id::TaskId;
use dream_ledger::{Digest, Stream};
use dream_store::{Unit, tasks::QueueEntry};
use dream_swarm::{Failure, FailureReason, Hold, Next, Task};
use serde::Serialize;

/// The largest message, in bytes.
const MAX_MESSAGE: usize = 64 * 1024;

/// An attempt that failed.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The task.
    pub task: TaskId,
    /// What the worker calls itself; `None` for any of the caller's workers.
    pub worker: Option<String>,
    /// The attempt; `None` for the present one, or a new one where nobody works on the task.
    pub attempt: Option<u32>,
    /// What went wrong, at most 64 KiB.
    pub message: String,
    /// Whether another attempt may mend it.
    pub retryable: bool,
}

/// Says that an attempt failed: another one follows after a wait, or the task is a dead letter.
///
/// # Errors
/// `stale_claim`, `task_cancelled`, `task_done`, `not_found`; `message_too_large`.
pub async fn fail(op: &Op, fault: Fault) -> Result<TaskView, AppError> {
    let Fault { task, worker, attempt, message, retryable } = fault;
    if message.len() > MAX_MESSAGE {
        let why = format!("the message has {} bytes and may have {MAX_MESSAGE}; hand the rest in as an artifact", message.len());
        return Err(AppError::invalid("message_too_large", why).with("limit", MAX_MESSAGE));
    }
    let message = if message.is_empty() { None } else { Some(Text::prepare(op, op.org()?, message.into_bytes()).await?) };
    op.run(&Fail { task, worker, attempt, message, retryable }).await?;
    read::find(op, task).await
}

#[derive(Serialize)]
struct Fail {
    task: TaskId,
    worker: Option<String>,
    attempt: Option<u32>,
    message: Option<Text>,
    retryable: bool,
}

impl Command for Fail {
    const NAME: &'static str = "task.fail";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let claimant = held::claimant(op, self.worker.clone(), self.attempt);
        let task = held::lock(op, tx, Action::TaskWork, self.task).await?;
        let (entry, hold) = held::held(op, tx, &task, &claimant).await?;
        if let Some(message) = &self.message {
            message.keep(tx, task.org()).await?;
        }
        let detail = self.message.as_ref().map(|message| message.digest);
        ended(op, tx, task, entry, &hold, Failure { reason: FailureReason::Error, detail }, self.retryable).await
    }
}

/// Says within `tx` that the attempt `attempt` at `task` failed; `detail` is a body that was kept.
pub async fn fail_in(
    op: &Op,
    tx: &mut Unit,
    task: TaskId,
    attempt: Option<u32>,
    detail: Option<Digest>,
    retryable: bool,
) -> Result<(), AppError> {
    let claimant = held::claimant(op, None, attempt);
    let task = held::lock(op, tx, Action::TaskWork, task).await?;
    let (entry, hold) = held::held(op, tx, &task, &claimant).await?;
    ended(op, tx, task, entry, &hold, Failure { reason: FailureReason::Error, detail }, retryable).await
}

/// The attempt that `hold` stands for failed.
pub(super) async fn ended(
    op: &Op,
    tx: &mut Unit,
    mut task: Stream<Task>,
    mut entry: QueueEntry,
    hold: &Hold,
    failure: Failure,
    retryable: bool,
) -> Result<(), AppError> {
    let by = op.by();
    let mut random = [0; 2];
    op.app().store.rng().fill(&mut random);
    let next = Task::fail(&mut task, &by, held::end_of(hold), failure, retryable, u16::from_be_bytes(random))?;
    tx.save(&mut task).await?;
    match next {
        Next::Retry(_) => {
            entry.let_go(&task, by.at);
            Ok(tx.requeue_task(&entry).await?)
        }
        Next::Nothing => Ok(tx.dequeue_task(task.org(), task.id()).await?),
    }
}
