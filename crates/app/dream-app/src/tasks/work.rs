//! Saying that one is still at it, and how far one has come.

use super::held;
use crate::{AppError, Command, Op};
use dream_access::Action;
use dream_clock::Timestamp;
use dream_id::TaskId;
use dream_store::{Unit, tasks::Progress};
use dream_swarm::{Phase, TaskRefusal};
use serde::{Deserialize, Serialize};

/// How many characters the words about progress have.
const MOST_WORDS: usize = 500;

/// A word from a worker.
#[derive(Debug, Clone, Serialize)]
pub struct Beat {
    /// The task.
    pub task: TaskId,
    /// What the worker calls itself; `None` for any of the caller's workers.
    pub worker: Option<String>,
    /// The attempt; `None` for the present one.
    pub attempt: Option<u32>,
    /// How far it has come, in per cent.
    pub percent: Option<u32>,
    /// How far it has come, in words.
    pub words: Option<String>,
}

/// What the worker is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heartbeat {
    /// Whether the task was cancelled: stop, and claim another one.
    pub cancel: bool,
    /// The attempt.
    pub attempt: u32,
    /// When the lease ends unless it is renewed; `None` when the task was cancelled.
    pub lease_until: Option<Timestamp>,
}

/// Renews the lease, and notes progress if there is any. Somebody who names no attempt and says how far a task has come that nobody works
/// on takes it up.
///
/// # Errors
/// `stale_claim` when the attempt is no longer the caller's; `task_done`, `task_failed`; `invalid_progress`.
pub async fn heartbeat(op: &Op, beat: Beat) -> Result<Heartbeat, AppError> {
    if let Some(percent) = beat.percent.filter(|percent| *percent > 100) {
        return Err(TaskRefusal::Percent { percent }.into());
    }
    if beat.words.as_ref().is_some_and(|words| words.chars().count() > MOST_WORDS || words.contains('\0')) {
        let message = format!("the words about progress have at most {MOST_WORDS} characters; log the rest");
        return Err(AppError::invalid("invalid_progress", message));
    }
    op.run(&Renew { beat }).await
}

#[derive(Serialize)]
struct Renew {
    beat: Beat,
}

impl Command for Renew {
    const NAME: &'static str = "task.heartbeat";
    type Answer = Heartbeat;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<Heartbeat, AppError> {
        let beat = &self.beat;
        // Locked, so that it cannot be cancelled or failed between this look and the lease.
        let task = held::lock(op, tx, Action::TaskWork, beat.task).await?;
        if task.phase == Phase::Cancelled {
            return Ok(Heartbeat { cancel: true, attempt: beat.attempt.unwrap_or(0), lease_until: None });
        }
        let claimant = held::claimant(op, beat.worker.clone(), beat.attempt);
        let progress = Progress { percent: beat.percent, words: beat.words.clone() };
        let renewed = tx.renew_task(task.org(), task.id(), &claimant, op.app().shared_now(), Some(&progress)).await?;
        let renewed = match renewed {
            Some(renewed) => renewed,
            None => {
                // Either refused, or taken up by this very word.
                held::held(op, tx, &task, &claimant).await?;
                let again = tx.renew_task(task.org(), task.id(), &claimant, op.app().shared_now(), Some(&progress)).await?;
                again.ok_or(TaskRefusal::StaleClaim { task: task.id(), held: None, claimed: beat.attempt })?
            }
        };
        Ok(Heartbeat { cancel: false, attempt: renewed.attempt, lease_until: Some(renewed.lease_until) })
    }
}
