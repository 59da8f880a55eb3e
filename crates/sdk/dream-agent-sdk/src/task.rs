//! [`Task`]: the work of a conversation, and how a turn of [`crate::Agent::on_task`] begins and ends.

use crate::{Context, Error, Failure, Prompt, TurnEnd};
use serde::{Deserialize, Serialize};
use std::future::Future;

/// What an agent is to do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[non_exhaustive]
pub struct Task {
    /// Its id; empty when the conversation is about no task.
    #[serde(default)]
    pub task: String,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// What is to be done, written by others.
    #[serde(default)]
    pub body: String,
    /// The role that it asks for, if it asks for one.
    #[serde(default)]
    pub role: Option<String>,
    /// The number of this attempt at it.
    #[serde(default)]
    pub attempt: Option<u32>,
    /// The stage that it is the work of, if it is: then it is completed by publishing the stage's artifacts.
    #[serde(default)]
    pub stage: Option<Stage>,
    /// The artifacts that it works from.
    #[serde(default)]
    pub inputs: Vec<Input>,
    /// Why an earlier product was sent back.
    #[serde(default)]
    pub feedback: Vec<String>,
    /// The rules in force.
    #[serde(default)]
    pub constraints: Vec<Constraint>,
    /// The words of this prompt.
    #[serde(skip)]
    pub prompt: String,
}

/// The stage that a task is the work of.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[non_exhaustive]
pub struct Stage {
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// The artifacts that it produces.
    #[serde(default)]
    pub produces: Vec<Product>,
}

/// An artifact that a stage produces.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[non_exhaustive]
pub struct Product {
    /// Its name.
    pub name: String,
    /// Its media type.
    #[serde(default)]
    pub media_type: String,
    /// What it must be like.
    #[serde(default)]
    pub instructions: String,
}

/// An artifact that a task works from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[non_exhaustive]
pub struct Input {
    /// Its name.
    pub name: String,
    /// Its version.
    #[serde(default)]
    pub version: Option<u32>,
}

/// A rule in force.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[non_exhaustive]
pub struct Constraint {
    /// Its id.
    #[serde(default)]
    pub id: String,
    /// What it is called.
    #[serde(default)]
    pub title: String,
    /// What it says.
    #[serde(default)]
    pub text: String,
}

/// Work that was done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Done {
    /// What was done, in words for people.
    pub summary: String,
    /// The artifacts that came of it, by name.
    pub artifacts: Vec<String>,
}

impl Done {
    /// Work that was done, in words for people.
    #[must_use]
    pub fn new(summary: impl Into<String>) -> Self {
        Self { summary: summary.into(), artifacts: Vec::new() }
    }

    /// That an artifact of this name came of it.
    #[must_use]
    pub fn artifact(mut self, name: impl Into<String>) -> Self {
        self.artifacts.push(name.into());
        self
    }
}

impl From<String> for Done {
    fn from(summary: String) -> Self {
        Self::new(summary)
    }
}

impl From<&str> for Done {
    fn from(summary: &str) -> Self {
        Self::new(summary)
    }
}

/// The arguments of `complete_task`.
#[derive(Serialize)]
pub(crate) struct Completed<'a> {
    summary: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    artifacts: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    task: Option<&'a str>,
}

impl<'a> Completed<'a> {
    pub(crate) fn new(done: &'a Done, task: Option<&'a str>) -> Self {
        Self { summary: &done.summary, artifacts: &done.artifacts, task }
    }
}

/// The arguments of `fail_task`.
#[derive(Serialize)]
pub(crate) struct Failed<'a> {
    reason: &'a str,
    retryable: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    task: Option<&'a str>,
}

impl<'a> Failed<'a> {
    pub(crate) fn new(failure: &'a Failure, task: Option<&'a str>) -> Self {
        Self { reason: &failure.reason, retryable: failure.retryable, task }
    }
}

/// One turn: finds out what the task is, works, and completes or fails it.
pub(crate) async fn turn<W>(prompt: &Prompt, context: Context, work: impl FnOnce(Task, Context) -> W) -> Result<TurnEnd, Failure>
where
    W: Future<Output = Result<Done, Failure>>,
{
    let task = current(prompt, &context).await?;
    let (known, staged) = (!task.task.is_empty(), task.stage.is_some());
    match work(task, context.clone()).await {
        Ok(done) => {
            context.say(done.summary.clone())?;
            // A stage's work is completed by what was published: the server examines it when the turn ends.
            if known && !staged {
                context.complete_task(None, &done).await?;
            }
            Ok(TurnEnd::Finished)
        }
        Err(failure) if known && !staged => {
            context.fail_task(None, &failure).await?;
            Ok(TurnEnd::Finished)
        }
        Err(failure) => Err(failure),
    }
}

/// The task as the server knows it; its prompt alone where there is no server of tools.
async fn current(prompt: &Prompt, context: &Context) -> Result<Task, Error> {
    let found = if context.tool_servers().is_empty() { Task::default() } else { context.task().await? };
    let body = if found.task.is_empty() { prompt.text.clone() } else { found.body };
    Ok(Task { body, prompt: prompt.text.clone(), ..found })
}
