//! A task: what is to be done, and what became of it.

mod decide;
mod event;
mod fold;
mod names;
mod work;

pub use event::{Attempt, AttemptEnd, Ended, Failure, FailureReason, StageWork, TaskCreated, TaskEvent, TaskResult};
pub use names::name;

pub use decide::Next;
pub use work::WorkEnd;

use crate::{Lane, Priority, RetryPolicy};
use dream_clock::Timestamp;
use dream_id::{ProjectId, TaskId};
use dream_ledger::{Actor, Digest};
use dream_words::words;
use serde::{Deserialize, Serialize};

/// How many tasks one may depend on.
pub const MAX_DEPENDENCIES: usize = 100;
/// How many capabilities a task may ask for.
pub const MAX_CAPABILITIES: usize = 16;
/// How many artifacts a task may hand in.
pub const MAX_ARTIFACTS: usize = 50;
/// How many ended attempts a task's row holds; the ledger holds them all.
pub(crate) const KEPT_ATTEMPTS: usize = 10;

words! {
    /// Whether a task is still to be done.
    Phase ("phase") {
        /// It is.
        Open = "open",
        /// It was done.
        Done = "done",
        /// It failed, and will not be tried again by itself.
        Failed = "failed",
        /// It was cancelled.
        Cancelled = "cancelled",
    }
}

/// A task as folded from its events. Who works on it right now is not in it: see [`crate::Hold`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// Its title: 1 to 200 characters.
    pub title: String,
    /// The body that says what is to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Digest>,
    /// The project it belongs to; `None` for the organisation itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// The stage of a run whose work it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<StageWork>,
    /// The task it is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<TaskId>,
    /// The tasks that must be done before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<TaskId>,
    /// How urgent it is.
    pub priority: Priority,
    /// The role that works it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// What a worker must be able to do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub capabilities: Vec<String>,
    /// The worker it is assigned to by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// When it fails unless it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Timestamp>,
    /// When it may first be claimed: as it was scheduled, or after the last failed attempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Timestamp>,
    /// How often it is tried again.
    pub retry: RetryPolicy,
    /// Whether it is only done when its children are.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waits_for_children: bool,
    /// Who created it.
    pub created_by: Actor,
    /// When.
    pub created_at: Timestamp,
    /// Whether it is still to be done.
    pub phase: Phase,
    /// Whether somebody paused it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
    /// Failed attempts since it was created or last retried by hand.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub failures: u32,
    /// Why it failed, once it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<FailureReason>,
    /// Whether it ran out of attempts: somebody should look at it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dead_letter: bool,
    /// The body that says why it was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancel_reason: Option<Digest>,
    /// What was handed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<TaskResult>,
    /// Its newest ended attempts, oldest first; at most ten.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attempts: Vec<Attempt>,
    /// When it was done, failed or was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a function of a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Task {
    /// The lane it stands in.
    #[must_use]
    pub fn lane(&self) -> Lane {
        Lane {
            project: self.project,
            role: self.role.clone(),
            assignee: self.assignee.clone(),
            capabilities: self.capabilities.iter().cloned().collect(),
            stage_work: self.work.is_some(),
        }
    }

    /// When it can first be claimed, as far as time alone decides.
    #[must_use]
    pub fn ready_at(&self) -> Timestamp {
        self.not_before.unwrap_or(self.created_at)
    }
}
