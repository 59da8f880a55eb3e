//! What can happen to a task.

use crate::{Priority, RetryPolicy};
use dream_clock::Timestamp;
use dream_id::{AttemptId, ClaimId, ProjectId, RunId, StageId, TaskId, VersionId};
use dream_ledger::{Digest, EventData};
use dream_words::words;
use serde::{Deserialize, Serialize};

/// What can happen to a task. That work on it began is an event of a [`crate::Claim`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum TaskEvent {
    /// It was created.
    Created(Box<TaskCreated>),
    /// It is assigned to another worker, or to nobody by name.
    Assigned {
        /// The worker's name.
        assignee: Option<String>,
    },
    /// It has another priority.
    Reprioritised {
        /// The priority.
        priority: Priority,
    },
    /// It depends on other tasks.
    DependenciesChanged {
        /// What it depends on now, too.
        added: Vec<TaskId>,
        /// What it no longer depends on.
        removed: Vec<TaskId>,
    },
    /// Somebody paused it: nobody claims it.
    Paused {},
    /// Somebody let it go on.
    Resumed {},
    /// A worker gave it back without having failed.
    Released {
        /// The attempt that ended.
        attempt: AttemptEnd,
    },
    /// An attempt failed, or the task as a whole.
    Failed {
        /// The attempt that ended, if one was under way.
        attempt: Option<AttemptEnd>,
        /// Why.
        failure: Failure,
        /// When the next attempt may begin; `None` when there is none.
        retry_at: Option<Timestamp>,
    },
    /// It ran out of attempts, or failed in a way that no attempt would mend: somebody should look at it.
    DeadLettered {
        /// How many attempts failed.
        failures: u32,
    },
    /// A person opened it again after it had failed.
    Retried {
        /// Its deadline from now on.
        deadline: Option<Timestamp>,
    },
    /// The worker handed its work in, and its children are still at theirs.
    HandedIn {
        /// The attempt that ended.
        attempt: AttemptEnd,
        /// What was handed in.
        result: TaskResult,
    },
    /// It is done.
    Completed {
        /// The attempt that ended; `None` when the work was handed in before.
        attempt: Option<AttemptEnd>,
        /// What was handed in; `None` when it was before.
        result: Option<TaskResult>,
    },
    /// It was cancelled.
    Cancelled {
        /// The attempt that was under way.
        attempt: Option<AttemptEnd>,
        /// The body that says why.
        reason: Option<Digest>,
        /// Whether everything below it is cancelled too.
        tree: bool,
    },
}

impl EventData for TaskEvent {}

/// What a task is from the beginning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskCreated {
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
    /// What a worker must be able to do, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub capabilities: Vec<String>,
    /// The worker it is assigned to by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// When it fails unless it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Timestamp>,
    /// When it may first be claimed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Timestamp>,
    /// How often it is tried again.
    pub retry: RetryPolicy,
    /// Whether it is only done when its children are.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waits_for_children: bool,
}

/// The stage of a run whose work a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageWork {
    /// The run.
    pub run: RunId,
    /// The stage.
    pub stage: StageId,
    /// The attempt at the stage.
    pub attempt: AttemptId,
}

/// What was handed in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskResult {
    /// The body with the output.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<Digest>,
    /// The versions of artifacts that the work made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub artifacts: Vec<VersionId>,
}

words! {
    /// Why an attempt or a task failed.
    FailureReason ("reason of a failure") {
        /// The deadline passed.
        Deadline = "deadline",
        /// The worker was not heard of until its lease ended.
        LeaseExpired = "lease_expired",
        /// The worker said so.
        Error = "error",
    }
}

/// Why an attempt or a task failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The reason.
    pub reason: FailureReason,
    /// The body with what the worker said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Digest>,
}

/// An attempt that ends with an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptEnd {
    /// Its number, from 1.
    pub number: u32,
    /// The claim that began it.
    pub claim: ClaimId,
    /// What the worker calls itself.
    pub worker: String,
    /// When it began.
    pub started_at: Timestamp,
}

words! {
    /// How an attempt ended.
    Ended ("end of an attempt") {
        /// The work was handed in.
        Completed = "completed",
        /// It failed.
        Failed = "failed",
        /// The worker gave the task back.
        Released = "released",
        /// The task was cancelled.
        Cancelled = "cancelled",
    }
}

/// An attempt that ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Which, by whom and since when.
    #[serde(flatten)]
    pub attempt: AttemptEnd,
    /// When it ended.
    pub ended_at: Timestamp,
    /// How.
    pub ended: Ended,
    /// Why it failed, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
}
