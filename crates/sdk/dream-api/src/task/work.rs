//! What workers say of tasks: claiming, heartbeats, handing in, failing, giving back.

use crate::{ItemError, Priority, Span, schema};
use dream_clock::Timestamp;
use dream_id::{ProjectId, RunId, TaskId, VersionId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a worker asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimTasks {
    /// What the worker calls itself: what is assigned to another name is not for it.
    #[schema(min_length = 1, max_length = 64)]
    pub worker: String,
    /// The roles it works in; any when left out.
    #[serde(default)]
    pub roles: Vec<String>,
    /// What it is able to do.
    #[serde(default)]
    pub capabilities: Vec<String>,
    /// The one project whose tasks it wants.
    #[serde(default)]
    #[schema(value_type = Option<schema::ProjectId>)]
    pub project: Option<ProjectId>,
    /// How many tasks it takes at most: 1 to 100, 1 unless told.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 100)]
    pub limit: Option<u32>,
    /// How long they are its own unless it says that it goes on: from 1s to 1h, 1m unless told.
    #[serde(default)]
    #[schema(value_type = Option<schema::TimeSpan>)]
    pub lease: Option<Span>,
    /// How long to wait for something to come: 1m at most, not at all unless told.
    #[serde(default)]
    #[schema(value_type = Option<schema::TimeSpan>)]
    pub wait: Option<Span>,
}

/// What a worker got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClaimedTasks {
    /// The tasks, the most urgent first; none when there is nothing for it now.
    pub tasks: Vec<ClaimedTask>,
}

/// A task that a worker got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClaimedTask {
    /// Its id.
    #[schema(value_type = schema::TaskId)]
    pub id: TaskId,
    /// Its title.
    pub title: String,
    /// What is to be done.
    pub body: Option<String>,
    /// The attempt that began. Every word about it carries this number: once another one has begun, they are refused.
    pub attempt: u32,
    /// When the lease ends unless it is renewed.
    #[schema(value_type = schema::Time)]
    pub lease_until: Timestamp,
    /// How urgent it is.
    pub priority: Priority,
    /// The role that works it.
    pub role: Option<String>,
    /// The project it belongs to.
    #[schema(value_type = Option<schema::ProjectId>)]
    pub project: Option<ProjectId>,
    /// The run whose stage it is.
    #[schema(value_type = Option<schema::RunId>)]
    pub run: Option<RunId>,
    /// The task it is a part of.
    #[schema(value_type = Option<schema::TaskId>)]
    pub parent: Option<TaskId>,
    /// The tasks that were done before it.
    #[schema(value_type = Vec<schema::TaskId>)]
    pub depends_on: Vec<TaskId>,
    /// When it fails unless it is done.
    #[schema(value_type = Option<schema::Time>)]
    pub deadline: Option<Timestamp>,
}

/// Says that a worker is still at it, and how far it has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskHeartbeat {
    /// What the worker calls itself; any of the caller's when left out.
    #[serde(default)]
    pub worker: Option<String>,
    /// The attempt. When left out the present one; and where nobody works on the task, the caller takes it up.
    #[serde(default)]
    pub attempt: Option<u32>,
    /// How far it has come, in per cent; as it was when left out.
    #[serde(default)]
    #[schema(maximum = 100)]
    pub progress: Option<u32>,
    /// How far it has come, in words, 500 characters at most; as it was when left out.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub note: Option<String>,
}

/// What the worker is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaskLease {
    /// The task.
    #[schema(value_type = schema::TaskId)]
    pub task: TaskId,
    /// Whether it was cancelled: stop, and claim another one.
    pub cancelled: bool,
    /// The attempt.
    pub attempt: u32,
    /// When the lease ends unless it is renewed.
    #[schema(value_type = Option<schema::Time>)]
    pub lease_until: Option<Timestamp>,
}

/// Hands work in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompleteTask {
    /// What the worker calls itself; any of the caller's when left out.
    #[serde(default)]
    pub worker: Option<String>,
    /// The attempt. When left out the present one; and where nobody works on the task, the caller takes it up first.
    #[serde(default)]
    pub attempt: Option<u32>,
    /// What came of it, in words.
    #[serde(default)]
    pub output: Option<String>,
    /// The versions of artifacts that came of it.
    #[serde(default)]
    #[schema(value_type = Vec<schema::VersionId>)]
    pub artifacts: Vec<VersionId>,
}

/// Hands the work on several tasks in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompleteTasks {
    /// One for each task, 500 at most. One that is refused does not hold up the others.
    #[schema(min_items = 1, max_items = 500)]
    pub tasks: Vec<TaskCompletion>,
}

/// The work on one of several tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskCompletion {
    /// The task.
    #[schema(value_type = schema::TaskId)]
    pub task: TaskId,
    /// The attempt.
    pub attempt: u32,
    /// What came of it, in words.
    #[serde(default)]
    pub output: Option<String>,
    /// The versions of artifacts that came of it.
    #[serde(default)]
    #[schema(value_type = Vec<schema::VersionId>)]
    pub artifacts: Vec<VersionId>,
}

/// What became of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CompletedTasks {
    /// How many were refused.
    pub refused: u32,
    /// One for each task, in the order of the request.
    pub tasks: Vec<CompletedTask>,
}

/// What became of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CompletedTask {
    /// The task.
    #[schema(value_type = schema::TaskId)]
    pub task: TaskId,
    /// Why it was refused; `null` when it was not.
    pub error: Option<ItemError>,
}

/// Says that an attempt failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FailTask {
    /// What the worker calls itself; any of the caller's when left out.
    #[serde(default)]
    pub worker: Option<String>,
    /// The attempt. When left out the present one; and where nobody works on the task, the caller takes it up first.
    #[serde(default)]
    pub attempt: Option<u32>,
    /// What went wrong.
    #[schema(min_length = 1)]
    pub message: String,
    /// Whether no further attempt would mend it: the task is a dead letter at once.
    #[serde(default)]
    pub permanent: bool,
}

/// Gives a task back without having failed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseTask {
    /// What the worker calls itself; any of the caller's when left out.
    #[serde(default)]
    pub worker: Option<String>,
    /// The attempt; the present one when left out.
    #[serde(default)]
    pub attempt: Option<u32>,
}
