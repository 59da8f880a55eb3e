//! Tasks: what is to be done, by whom, and what became of it.

mod work;

pub use work::*;

use crate::{Digest, Reason, Span, Status, schema};
use dream_clock::Timestamp;
use dream_id::{ProjectId, RunId, TaskId, VersionId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

crate::status::words! {
    /// How urgent a task is.
    Priority {
        /// When nothing else is to be done.
        Low = "low",
        /// As usual.
        Normal = "normal",
        /// Before usual work.
        High = "high",
        /// Before everything.
        Critical = "critical",
    }
}

crate::status::words! {
    /// How an attempt at a task ended.
    AttemptEnding {
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

/// How often a task is tried again after a failed attempt, and after how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Retry {
    /// How many attempts there may be, the first one included: 1 to 100.
    #[schema(minimum = 1, maximum = 100)]
    pub max_attempts: u32,
    /// The wait after the first failure; it doubles with each further one.
    #[schema(value_type = schema::TimeSpan)]
    pub backoff: Span,
    /// The longest wait.
    #[schema(value_type = schema::TimeSpan)]
    pub longest: Span,
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Task {
    /// Its id.
    #[schema(value_type = schema::TaskId)]
    pub id: TaskId,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub status: Status,
    /// Why it stands so.
    pub reason: Option<Reason>,
    /// How urgent it is.
    pub priority: Priority,
    /// The worker it is assigned to by name.
    pub assignee: Option<String>,
    /// The tasks that must be done before it.
    #[schema(value_type = Vec<schema::TaskId>)]
    pub depends_on: Vec<TaskId>,
    /// How far its worker has come, in per cent; 100 when it is done.
    #[schema(maximum = 100)]
    pub progress: u32,
    /// How far its worker has come, in words.
    pub progress_note: Option<String>,
    /// The number of its newest attempt; 0 before the first.
    pub attempt: u32,
    /// The project it belongs to; `null` for the organisation itself.
    #[schema(value_type = Option<schema::ProjectId>)]
    pub project: Option<ProjectId>,
    /// The run whose stage it is.
    #[schema(value_type = Option<schema::RunId>)]
    pub run: Option<RunId>,
    /// The task it is a part of.
    #[schema(value_type = Option<schema::TaskId>)]
    pub parent: Option<TaskId>,
    /// The role that works it.
    pub role: Option<String>,
    /// What a worker must be able to do.
    pub capabilities: Vec<String>,
    /// What the worker calls itself that is at it.
    pub worker: Option<String>,
    /// When that worker's lease ends unless it is renewed.
    #[schema(value_type = Option<schema::Time>)]
    pub lease_until: Option<Timestamp>,
    /// When it may be claimed first, or again.
    #[schema(value_type = Option<schema::Time>)]
    pub not_before: Option<Timestamp>,
    /// When it fails unless it is done.
    #[schema(value_type = Option<schema::Time>)]
    pub deadline: Option<Timestamp>,
    /// Whether it ran out of attempts: somebody should look at it.
    pub dead_letter: bool,
    /// Whether it is only done when its children are.
    pub waits_for_children: bool,
    /// How often it is tried again.
    pub retry: Retry,
    /// When it was created.
    #[schema(value_type = schema::Time)]
    pub created_at: Timestamp,
    /// When it was done, failed or was cancelled.
    #[schema(value_type = Option<schema::Time>)]
    pub ended_at: Option<Timestamp>,
}

/// A task with its texts and its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaskDetail {
    /// The task.
    #[serde(flatten)]
    pub task: Task,
    /// What is to be done; `null` when there is no text, or it was erased.
    pub body: Option<String>,
    /// The digest of the body, which stays when the body is erased.
    #[schema(value_type = Option<schema::Sha256>)]
    pub body_digest: Option<Digest>,
    /// What came of it, in words.
    pub output: Option<String>,
    /// Why it was cancelled, when it was and somebody said so.
    #[serde(default)]
    pub cancel_reason: Option<String>,
    /// The versions of artifacts that came of it.
    #[schema(value_type = Vec<schema::VersionId>)]
    pub artifacts: Vec<VersionId>,
    /// Its newest ended attempts, oldest first.
    pub attempts: Vec<TaskAttempt>,
}

/// An attempt at a task that ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaskAttempt {
    /// Its number, from 1.
    pub number: u32,
    /// What the worker calls itself.
    pub worker: String,
    /// When it began.
    #[schema(value_type = schema::Time)]
    pub started_at: Timestamp,
    /// When it ended.
    #[schema(value_type = schema::Time)]
    pub ended_at: Timestamp,
    /// How.
    pub ending: AttemptEnding,
    /// Why it failed.
    pub reason: Option<Reason>,
    /// What the worker said about its failure.
    pub message: Option<String>,
}

/// A task to create.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTask {
    /// Its title: 1 to 200 characters.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// What is to be done.
    #[serde(default)]
    pub body: Option<String>,
    /// Its project; the parent's where there is a parent and this is left out, else the organisation itself.
    #[serde(default)]
    #[schema(value_type = Option<schema::ProjectId>)]
    pub project: Option<ProjectId>,
    /// The task it is a part of.
    #[serde(default)]
    #[schema(value_type = Option<schema::TaskId>)]
    pub parent: Option<TaskId>,
    /// The tasks that must be done before it: 100 at most.
    #[serde(default)]
    #[schema(value_type = Vec<schema::TaskId>)]
    pub depends_on: Vec<TaskId>,
    /// How urgent it is; `normal` unless told.
    #[serde(default)]
    pub priority: Option<Priority>,
    /// The role that works it; any when left out.
    #[serde(default)]
    pub role: Option<String>,
    /// What a worker must be able to do.
    #[serde(default)]
    pub capabilities: Vec<String>,
    /// The worker it is assigned to by name.
    #[serde(default)]
    pub assignee: Option<String>,
    /// When it fails unless it is done.
    #[serde(default)]
    #[schema(value_type = Option<schema::Time>)]
    pub deadline: Option<Timestamp>,
    /// When it may first be claimed.
    #[serde(default)]
    #[schema(value_type = Option<schema::Time>)]
    pub not_before: Option<Timestamp>,
    /// How often it is tried again: three attempts unless told.
    #[serde(default)]
    pub retry: Option<Retry>,
    /// Whether it is only done when its children are.
    #[serde(default)]
    pub waits_for_children: bool,
}

/// Tasks to create, all or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTasks {
    /// The tasks, 500 at most; one may not depend on another of the same request.
    #[schema(min_items = 1, max_items = 500)]
    pub tasks: Vec<NewTask>,
}

/// Tasks that were created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CreatedTasks {
    /// Their ids, in the order of the request.
    #[schema(value_type = Vec<schema::TaskId>)]
    pub tasks: Vec<TaskId>,
}

/// Cancels a task.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelTask {
    /// Why, for the record.
    #[serde(default)]
    pub reason: Option<String>,
    /// Whether everything below it is cancelled too. Of a large tree the rest follows behind the answer.
    #[serde(default)]
    pub tree: bool,
}

/// Changes an open task. What is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeTask {
    /// The worker it is assigned to by name.
    #[serde(default)]
    pub assignee: Option<String>,
    /// Whether it is assigned to nobody by name from now on.
    #[serde(default)]
    pub unassign: bool,
    /// How urgent it is.
    #[serde(default)]
    pub priority: Option<Priority>,
    /// Whether it rests: nobody claims it then.
    #[serde(default)]
    pub paused: Option<bool>,
    /// What it depends on, too.
    #[serde(default)]
    #[schema(value_type = Vec<schema::TaskId>)]
    pub add_dependencies: Vec<TaskId>,
    /// What it no longer depends on.
    #[serde(default)]
    #[schema(value_type = Vec<schema::TaskId>)]
    pub remove_dependencies: Vec<TaskId>,
}

/// What a task waits for, and who waits for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaskTree {
    /// The task first, then what it depends on, each followed by what that depends on.
    pub depends_on: Vec<TaskBranch>,
    /// The tasks that depend on it.
    pub dependents: Vec<Task>,
    /// Whether there is more than is shown, or some that the caller may not see.
    pub truncated: bool,
}

/// A task in a tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaskBranch {
    /// How far below the task that was asked for.
    pub depth: u32,
    /// Whether it stands in the tree before, with what is below it.
    pub repeated: bool,
    /// The task.
    pub task: Task,
}

/// How many tasks there are of each status that is not final, and how many failed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaskCounts {
    /// Those that can be claimed, or will be at their time.
    pub queued: u64,
    /// Those that a worker is at.
    pub running: u64,
    /// Those that wait for their children.
    pub waiting: u64,
    /// Those that wait for others, or are paused.
    pub blocked: u64,
    /// Those that failed and were not opened again.
    pub failed: u64,
}

/// How many tasks may run at once. What is not limited is not in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaskLimits {
    /// Of the whole organisation.
    pub organisation: Option<u32>,
    /// Of a role.
    pub roles: BTreeMap<String, u32>,
    /// Of a project, by its id.
    #[schema(value_type = BTreeMap<String, u32>)]
    pub projects: BTreeMap<ProjectId, u32>,
}

/// Sets or lifts one limit: of a role, of a project, or with neither of the organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetTaskLimit {
    /// The role.
    #[serde(default)]
    pub role: Option<String>,
    /// The project.
    #[serde(default)]
    #[schema(value_type = Option<schema::ProjectId>)]
    pub project: Option<ProjectId>,
    /// How many may run at once; `null` lifts the limit.
    #[serde(default)]
    pub max: Option<u32>,
}
