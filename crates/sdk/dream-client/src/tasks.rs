//! Tasks.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{
    CancelTask, ChangeTask, ClaimTasks, ClaimedTasks, CompleteTask, CompleteTasks, CompletedTasks, CreatedTasks, FailTask, NewTask,
    NewTasks, Page, Priority, ReleaseTask, SetTaskLimit, Status, Task, TaskCounts, TaskDetail, TaskHeartbeat, TaskLease, TaskLimits,
    TaskTree,
};
use dream_id::{ProjectId, RunId, TaskId};
use reqwest::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

/// Which tasks to list.
#[derive(Debug, Clone, Default)]
pub struct TaskFilter {
    /// Those that stand so.
    pub status: Option<Status>,
    /// Those of one project.
    pub project: Option<ProjectId>,
    /// Those of one run.
    pub run: Option<RunId>,
    /// The children of one task.
    pub parent: Option<TaskId>,
    /// Those assigned to one worker by name, and those that it is at.
    pub worker: Option<String>,
    /// Those of one role.
    pub role: Option<String>,
    /// Those of one priority.
    pub priority: Option<Priority>,
}

impl Client {
    /// Creates a task.
    pub async fn create_task(&self, body: &NewTask) -> Result<TaskDetail, ClientError> {
        self.post(&["tasks"], body).await
    }

    /// Creates tasks, all or none.
    pub async fn create_tasks(&self, body: &NewTasks) -> Result<CreatedTasks, ClientError> {
        self.post(&["tasks", "batch"], body).await
    }

    /// Lists tasks, newest first.
    pub async fn tasks(&self, filter: &TaskFilter, page: &PageOf) -> Result<Page<Task>, ClientError> {
        let call = Call::get(&["tasks"])
            .query("status", filter.status)
            .query("project", filter.project)
            .query("run", filter.run)
            .query("parent", filter.parent)
            .query("worker", filter.worker.as_ref())
            .query("role", filter.role.as_ref())
            .query("priority", filter.priority);
        self.org_get(call.page(page)).await
    }

    /// How many tasks there are of each status.
    pub async fn task_counts(&self) -> Result<TaskCounts, ClientError> {
        self.org_get(Call::get(&["tasks", "counts"])).await
    }

    /// One task, with its texts and its history.
    pub async fn task(&self, task: TaskId) -> Result<TaskDetail, ClientError> {
        self.org_get(Call::get(&["tasks", &task.to_string()])).await
    }

    /// What a task waits for, and who waits for it.
    pub async fn task_dependencies(&self, task: TaskId) -> Result<TaskTree, ClientError> {
        self.org_get(Call::get(&["tasks", &task.to_string(), "dependencies"])).await
    }

    /// Claims tasks, and waits for some if the body says so.
    pub async fn claim_tasks(&self, body: &ClaimTasks) -> Result<ClaimedTasks, ClientError> {
        self.command(Call::new(Method::POST, &["tasks", "claim"]).long(), body).await
    }

    /// Says that the worker is still at it, and how far it has come.
    pub async fn heartbeat_task(&self, task: TaskId, body: &TaskHeartbeat) -> Result<TaskLease, ClientError> {
        self.of_task(task, "heartbeat", body).await
    }

    /// Hands the work on a task in.
    pub async fn complete_task(&self, task: TaskId, body: &CompleteTask) -> Result<TaskDetail, ClientError> {
        self.of_task(task, "complete", body).await
    }

    /// Hands the work on several tasks in.
    pub async fn complete_tasks(&self, body: &CompleteTasks) -> Result<CompletedTasks, ClientError> {
        self.post(&["tasks", "complete"], body).await
    }

    /// Says that an attempt failed.
    pub async fn fail_task(&self, task: TaskId, body: &FailTask) -> Result<TaskDetail, ClientError> {
        self.of_task(task, "fail", body).await
    }

    /// Gives a task back.
    pub async fn release_task(&self, task: TaskId, body: &ReleaseTask) -> Result<TaskDetail, ClientError> {
        self.of_task(task, "release", body).await
    }

    /// Opens a failed task again.
    pub async fn retry_task(&self, task: TaskId) -> Result<TaskDetail, ClientError> {
        self.of_task(task, "retry", &json!({})).await
    }

    /// Cancels a task.
    pub async fn cancel_task(&self, task: TaskId, body: &CancelTask) -> Result<TaskDetail, ClientError> {
        self.of_task(task, "cancel", body).await
    }

    /// Changes an open task.
    pub async fn change_task(&self, task: TaskId, body: &ChangeTask) -> Result<TaskDetail, ClientError> {
        self.of_task(task, "change", body).await
    }

    /// How many tasks may run at once.
    pub async fn task_limits(&self) -> Result<TaskLimits, ClientError> {
        self.org_get(Call::get(&["task-limits"])).await
    }

    /// Sets or lifts a limit.
    pub async fn set_task_limit(&self, body: &SetTaskLimit) -> Result<TaskLimits, ClientError> {
        self.post(&["task-limits"], body).await
    }

    async fn of_task<T: DeserializeOwned>(&self, task: TaskId, verb: &str, body: &impl Serialize) -> Result<T, ClientError> {
        self.post(&["tasks", &task.to_string(), verb], body).await
    }
}
