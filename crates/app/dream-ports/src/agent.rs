//! The agent port: a process that speaks an agent protocol, and what it says and asks.

mod error;
mod host;
mod update;

use crate::{ConfinedCommand, Exit, HttpTools, Limit, ProcessUsage, SandboxLevel};
use async_trait::async_trait;
use dream_id::{AgentId, AttemptId, OrgId, TaskId};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

pub use error::{AgentError, HostError};
pub use host::{AgentHost, PermissionAnswer, PermissionAsked, PermissionChoice, PermissionKind, Question, QuestionAnswer};
pub use update::{AgentUpdate, PlanEntry, ToolStatus};

/// Starts agents as processes.
#[async_trait]
pub trait AgentLauncher: Send + Sync {
    /// Starts an agent and greets it. Whatever it says or asks from then on goes to `host`.
    ///
    /// # Errors
    /// [`AgentError`]: it was not started, did not answer in time, or speaks another protocol; nothing of it is left then.
    async fn launch(&self, launch: AgentLaunch, host: Arc<dyn AgentHost>) -> Result<Arc<dyn AgentProcess>, AgentError>;
}

/// Whose process it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AgentRef {
    /// The organisation.
    pub org: OrgId,
    /// The agent.
    pub agent: AgentId,
    /// Its name, unique in the organisation.
    pub name: String,
}

/// What is started.
#[derive(Debug, Clone)]
pub struct AgentLaunch {
    /// Whose process it is.
    pub agent: AgentRef,
    /// The confined command that speaks the protocol on its input and output.
    pub command: ConfinedCommand,
    /// How long it may take until it has answered the greeting.
    pub greeting: Duration,
}

/// An agent's process that was greeted.
#[async_trait]
pub trait AgentProcess: Send + Sync {
    /// The process id of the first of its processes.
    fn pid(&self) -> u32;

    /// How strongly it is confined.
    fn level(&self) -> SandboxLevel;

    /// The limits that were asked for and that nothing holds it to on this host.
    fn unenforced(&self) -> &[Limit];

    /// What it said of itself.
    fn about(&self) -> &AgentAbout;

    /// What its processes use now.
    fn usage(&self) -> Option<ProcessUsage>;

    /// The last lines that it wrote to its error output, oldest first: a few, cut.
    fn last_words(&self) -> Vec<String> {
        Vec::new()
    }

    /// The port of its own machine at which it reaches the server's tools over HTTP: where its profile has a network and it says that it
    /// speaks the protocol so.
    fn tools_port(&self) -> Option<u16> {
        None
    }

    /// Opens a conversation.
    ///
    /// # Errors
    /// [`AgentError`].
    async fn open(&self, setup: SessionSetup) -> Result<SessionKey, AgentError>;

    /// Takes up a conversation of an earlier process, without its updates being told again. False when the agent cannot, and then it
    /// is told anew in a conversation of its own.
    ///
    /// # Errors
    /// [`AgentError`].
    async fn take_up(&self, key: &SessionKey, setup: SessionSetup) -> Result<bool, AgentError>;

    /// Says something in a conversation, and waits for the end of the agent's turn.
    ///
    /// # Errors
    /// [`AgentError`].
    async fn prompt(&self, key: &SessionKey, text: String) -> Result<TurnEnd, AgentError>;

    /// Asks the agent to end its turn; [`AgentProcess::prompt`] then answers [`TurnEnd::Cancelled`].
    async fn cancel(&self, key: &SessionKey);

    /// Ends a conversation. One that is unknown is none.
    async fn close(&self, key: &SessionKey);

    /// Waits until its process has ended, and what it wrote last was read.
    async fn exited(&self) -> Exit;

    /// Ends it politely, and firmly when `grace` is over: the whole tree.
    async fn stop(&self, grace: Duration) -> Exit;

    /// Ends the whole tree at once, without waiting.
    fn kill(&self);
}

/// What an agent says of itself. It is believed in nothing that matters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AgentAbout {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Whether it can take up conversations of an earlier process.
    pub takes_up: bool,
    /// Ways to authenticate that it wants one of before it works, by id.
    pub authentication: Vec<String>,
}

/// The agent's own name for a conversation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionKey(pub String);

/// What a conversation is about and what the agent gets for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionSetup {
    /// The folder in which it works, as it sees it.
    pub folder: PathBuf,
    /// What it works on.
    pub work: SessionWork,
    /// The tool servers it is told of.
    pub tool_servers: Vec<OfferedServer>,
}

/// What a conversation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SessionWork {
    /// The task, and the number of this attempt at it.
    pub task: Option<(TaskId, u32)>,
    /// The attempt at a stage, when the task is one.
    pub attempt: Option<AttemptId>,
}

/// A tool server that an agent is told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfferedServer {
    /// One that it starts itself, inside its own sandbox.
    Command(ToolServerCommand),
    /// One that it reaches over streamable HTTP.
    Http {
        /// Its name for the agent.
        name: String,
        /// Where, and with which token.
        at: HttpTools,
    },
}

/// A tool server that the agent starts itself, inside its own sandbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolServerCommand {
    /// Its name for the agent.
    pub name: String,
    /// The program, as the agent sees it.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<String>,
}

/// How a turn of an agent ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TurnEnd {
    /// It has said what it had to say.
    Finished,
    /// Its model may write no more tokens.
    OutOfTokens,
    /// It has made as many requests as it may in one turn.
    OutOfRequests,
    /// It declined.
    Refused,
    /// It was asked to end.
    Cancelled,
}
