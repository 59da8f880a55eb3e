//! A supervisor that stands in for the server: an agent is run against it in memory, without a server, a sandbox or a network.
//!
//! ```
//! use dream_agent_sdk::{Agent, testing::Supervisor};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), dream_agent_sdk::testing::TestError> {
//! let agent = Agent::new("echo").on_task(|task, _| async move { Ok(task.body.into()) });
//! let report = Supervisor::new().task("Say it", "Hello.").run(agent).await?;
//! assert_eq!(report.completed.map(|done| done.summary).as_deref(), Some("Hello."));
//! # Ok(())
//! # }
//! ```

mod client;
mod swarm;
mod tools;

use crate::{Done, Failure, PermissionOption, ReadyAgent, ToolOutcome, TurnEnd};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What answers a tool or a method that the supervisor does not know: the arguments become an outcome.
type Given = Arc<dyn Fn(Value) -> ToolOutcome + Send + Sync>;

/// A supervisor that stands in for the server. What it knows is put in first; [`Supervisor::run`] then runs an agent against it.
#[derive(Clone)]
pub struct Supervisor {
    task: Value,
    artifacts: BTreeMap<String, BTreeMap<String, String>>,
    messages: Vec<Value>,
    permission: PermissionOption,
    prompts: Vec<String>,
    tools: BTreeMap<String, Given>,
    extensions: BTreeMap<String, Value>,
    losing: Option<String>,
}

/// What an agent did.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Report {
    /// How each of its turns ended.
    pub turns: Vec<Turn>,
    /// What it said, all pieces together.
    pub said: String,
    /// What it thought, all pieces together.
    pub thought: String,
    /// How it completed its task, if it did.
    pub completed: Option<Done>,
    /// Why it gave its task up, if it did.
    pub failed: Option<Failure>,
    /// The artifacts that it published: their files by path. What was read from its folder stands as `from PATH`.
    pub published: BTreeMap<String, BTreeMap<String, String>>,
    /// The messages that it sent: channel and text.
    pub sent: Vec<(String, String)>,
    /// The messages that it acknowledged, by id.
    pub acknowledged: Vec<String>,
    /// The questions that it put to people.
    pub questions: Vec<String>,
    /// The decisions that it put on record.
    pub decisions: Vec<String>,
    /// The lines that it wrote to the log.
    pub logged: Vec<String>,
    /// The progress that it reported.
    pub progress: Vec<String>,
    /// What it asked permission for: the exact arguments.
    pub permissions: Vec<Value>,
    /// Every tool that it called, with its arguments.
    pub calls: Vec<(String, Value)>,
}

/// How a turn ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// As the agent wished.
    Ended(TurnEnd),
    /// With an error.
    Failed(String),
}

/// Why an agent could not be run to the end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TestError {
    /// The agent ended, or broke the protocol.
    #[error("the agent ended before its turn did: {0}")]
    Ended(String),
}

impl Default for Supervisor {
    fn default() -> Self {
        Self::new()
    }
}

impl Supervisor {
    /// A supervisor with an empty task, which allows everything.
    #[must_use]
    pub fn new() -> Self {
        let task = json!({"task": "tsk_test", "id": "tsk_test", "title": "A task", "body": "", "status": "running", "attempt": 1});
        Self {
            task,
            artifacts: BTreeMap::new(),
            messages: Vec::new(),
            permission: PermissionOption::AllowOnce,
            prompts: Vec::new(),
            tools: BTreeMap::new(),
            extensions: BTreeMap::new(),
            losing: None,
        }
    }

    /// That the answer of the first call of `tool` is lost: the server does what it was told, and the connection breaks.
    #[must_use]
    pub fn losing_an_answer(mut self, tool: &str) -> Self {
        self.losing = Some(tool.to_owned());
        self
    }

    /// The task that the agent is given.
    #[must_use]
    pub fn task(mut self, title: &str, body: &str) -> Self {
        self.set("title", title.into());
        self.set("body", body.into());
        self
    }

    /// That the task is the work of a stage which produces these artifacts.
    #[must_use]
    pub fn stage(mut self, name: &str, produces: &[&str]) -> Self {
        let produces: Vec<Value> =
            produces.iter().map(|name| json!({"name": name, "media_type": "text/markdown", "instructions": ""})).collect();
        self.set("stage", json!({"name": name, "produces": produces}));
        self
    }

    /// An artifact with a file, which the task works from.
    #[must_use]
    pub fn artifact(mut self, name: &str, path: &str, text: &str) -> Self {
        self.artifacts.entry(name.to_owned()).or_default().insert(path.to_owned(), text.to_owned());
        let inputs: Vec<Value> = self.artifacts.keys().map(|name| json!({"name": name, "version": 1})).collect();
        self.set("inputs", inputs.into());
        self
    }

    /// Something that was said about an earlier product.
    #[must_use]
    pub fn feedback(mut self, text: &str) -> Self {
        self.push("feedback", text.into());
        self
    }

    /// A rule in force.
    #[must_use]
    pub fn constraint(mut self, text: &str) -> Self {
        self.push("constraints", json!({"id": "con_test", "title": text, "text": text}));
        self
    }

    /// A message that waits for the agent.
    #[must_use]
    pub fn message(mut self, channel: &str, sender: &str, text: &str) -> Self {
        let number = self.messages.len() + 1;
        let (message, delivery) = (format!("msg_{number}"), format!("delivery-{number}"));
        let sent_at = "2030-01-01T00:00:00Z";
        self.messages.push(json!({
            "message": message, "channel": channel, "sender": sender, "text": text, "sent_at": sent_at, "delivery": delivery,
        }));
        self
    }

    /// What every question for permission is answered, where it is offered.
    #[must_use]
    pub fn permission(mut self, answer: PermissionOption) -> Self {
        self.permission = answer;
        self
    }

    /// A prompt. Each is a turn; without any there is one with the task's text.
    #[must_use]
    pub fn prompt(mut self, text: &str) -> Self {
        self.prompts.push(text.to_owned());
        self
    }

    /// A tool of another server, or another answer of one of the server's own.
    #[must_use]
    pub fn tool(mut self, name: &str, answer: impl Fn(Value) -> ToolOutcome + Send + Sync + 'static) -> Self {
        self.tools.insert(name.to_owned(), Arc::new(answer));
        self
    }

    /// What a method beyond the protocol is answered.
    #[must_use]
    pub fn extension(mut self, method: &str, answer: Value) -> Self {
        self.extensions.insert(method.to_owned(), answer);
        self
    }

    /// Runs an agent until its turns have ended.
    ///
    /// # Errors
    /// [`TestError`].
    pub async fn run(self, agent: ReadyAgent) -> Result<Report, TestError> {
        client::run(self, agent).await
    }

    fn set(&mut self, name: &str, value: Value) {
        if let Some(task) = self.task.as_object_mut() {
            task.insert(name.to_owned(), value);
        }
    }

    fn push(&mut self, name: &str, value: Value) {
        let mut values = self.task.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
        values.push(value);
        self.set(name, values.into());
    }
}
