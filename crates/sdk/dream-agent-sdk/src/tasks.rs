//! Tasks: what there is to do, and how far the agent's own has come.

use crate::task::{Completed, Failed};
use crate::{Context, Done, Error, Failure, Task};
use serde::{Deserialize, Serialize};

/// A task in a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct TaskSummary {
    /// Its id.
    pub task: String,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// Its state: `queued`, `running`, `waiting`, `blocked`, `failed`, `done` or `cancelled`.
    #[serde(default)]
    pub status: String,
    /// The role that it asks for, if it asks for one.
    #[serde(default)]
    pub role: Option<String>,
}

/// A part that a task is split into.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct NewTask {
    /// Its title.
    pub title: String,
    /// What is to be done.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// What must be done before it: ids of tasks, or titles of parts that stand before it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<String>,
    /// The role that it asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

#[derive(Serialize)]
struct List<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u32>,
}

#[derive(Deserialize)]
struct Listed {
    tasks: Vec<TaskSummary>,
}

#[derive(Serialize)]
struct Named<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    task: Option<&'a str>,
}

#[derive(Serialize)]
struct Progress<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    percent: Option<u8>,
    text: &'a str,
}

#[derive(Serialize)]
struct Split<'a> {
    tasks: &'a [NewTask],
}

#[derive(Deserialize)]
struct Parts {
    tasks: Vec<String>,
}

/// What the server knows of a task that is being worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[non_exhaustive]
pub struct Heartbeat {
    /// Whether the task was cancelled: stop working on it.
    #[serde(default)]
    pub cancel: bool,
}

impl Context {
    /// The task that this conversation is about.
    ///
    /// # Errors
    /// [`Error::Tool`] when it is about none; [`Error::Connection`].
    pub async fn task(&self) -> Result<Task, Error> {
        self.tools().await?.get("get_task", &Named { task: None }).await
    }

    /// The tasks of the organisation that the agent may see: of one state or role, or of all, at most `limit` of them.
    ///
    /// # Errors
    /// [`Error::Tool`], [`Error::Connection`].
    pub async fn list_tasks(&self, status: Option<&str>, role: Option<&str>, limit: Option<u32>) -> Result<Vec<TaskSummary>, Error> {
        let listed: Listed = self.tools().await?.get("list_tasks", &List { status, role, limit }).await?;
        Ok(listed.tasks)
    }

    /// Claims a task: this one, or the next one that the agent may work on.
    ///
    /// # Errors
    /// [`Error::Tool`] when there is none or another has it; [`Error::Connection`].
    pub async fn claim_task(&self, task: Option<&str>) -> Result<Task, Error> {
        self.tools().await?.get("claim_task", &Named { task }).await
    }

    /// Says that the agent is still at work on a task that it claimed, or on the conversation's own, which is kept for it without.
    ///
    /// # Errors
    /// [`Error::Tool`] when the task is no longer the agent's: stop working on it. [`Error::Connection`].
    pub async fn heartbeat(&self, task: Option<&str>) -> Result<Heartbeat, Error> {
        self.tools().await?.get("heartbeat", &Named { task }).await
    }

    /// Says how far the conversation's task is: in words, and in percent if that can be said.
    ///
    /// # Errors
    /// [`Error::Tool`], [`Error::Connection`].
    pub async fn report_progress(&self, percent: Option<u8>, text: &str) -> Result<Heartbeat, Error> {
        self.tools().await?.get("report_progress", &Progress { percent, text }).await
    }

    /// Splits the conversation's task into parts, which others may claim. Returns their ids in order.
    ///
    /// # Errors
    /// [`Error::Tool`], [`Error::Connection`].
    pub async fn split_task(&self, tasks: &[NewTask]) -> Result<Vec<String>, Error> {
        let parts: Parts = self.tools().await?.get("split_task", &Split { tasks }).await?;
        Ok(parts.tasks)
    }

    /// Completes a task that the agent claimed. The conversation's own is completed by what [`crate::Agent::on_task`] returns.
    ///
    /// # Errors
    /// [`Error::Tool`], [`Error::Connection`].
    pub async fn complete_task(&self, task: Option<&str>, done: &Done) -> Result<(), Error> {
        self.tools().await?.tell("complete_task", &Completed::new(done, task)).await
    }

    /// Gives a task that the agent claimed up. The conversation's own is failed by what [`crate::Agent::on_task`] returns.
    ///
    /// # Errors
    /// [`Error::Tool`], [`Error::Connection`].
    pub async fn fail_task(&self, task: Option<&str>, failure: &Failure) -> Result<(), Error> {
        self.tools().await?.tell("fail_task", &Failed::new(failure, task)).await
    }
}
