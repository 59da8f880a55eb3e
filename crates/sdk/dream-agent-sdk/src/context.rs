//! [`Context`]: what an agent can do while it answers a prompt.

use crate::session::Session;
use crate::{Error, ToolServer, Tools};
use agent_client_protocol as acp;
use agent_client_protocol::v1::ConnectionTo;
use agent_client_protocol::v1::schema::{
    ContentBlock, ContentChunk, Plan, PlanEntry, PlanEntryPriority, PlanEntryStatus, SessionNotification, SessionUpdate, ToolCallStatus,
    ToolCallUpdate, ToolCallUpdateFields, UsageUpdate,
};
use serde_json::{Map, Value};
use std::path::Path;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// What an agent can do while it answers a prompt. Clones speak in the same conversation.
#[derive(Clone)]
pub struct Context {
    pub(crate) connection: ConnectionTo<acp::Client>,
    pub(crate) session: Arc<Session>,
    turn: CancellationToken,
}

impl Context {
    pub(crate) fn new(connection: ConnectionTo<acp::Client>, session: Arc<Session>, turn: CancellationToken) -> Self {
        Self { connection, session, turn }
    }

    /// The folder in which the agent works: the one that it may write.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.session.folder
    }

    /// The id of the conversation.
    #[must_use]
    pub fn session(&self) -> &str {
        &self.session.id.0
    }

    /// The servers of tools that the server told of.
    #[must_use]
    pub fn tool_servers(&self) -> &[ToolServer] {
        &self.session.tool_servers
    }

    /// The tools of the first of them, by name. The connection is made at the first call and kept for the conversation.
    ///
    /// # Errors
    /// [`Error::NoTools`], [`Error::ToolServer`], [`Error::Connection`].
    pub async fn tools(&self) -> Result<Tools, Error> {
        self.session.tools().await
    }

    /// Whether the server has taken the turn back.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.turn.is_cancelled()
    }

    /// Returns once the server takes the turn back: for work in tasks and threads of its own, which are not dropped with the turn.
    pub async fn cancelled(&self) {
        self.turn.cancelled().await;
    }

    /// Says something: people see it while the agent works.
    ///
    /// # Errors
    /// [`Error::Connection`].
    pub fn say(&self, text: impl Into<String>) -> Result<(), Error> {
        self.update(SessionUpdate::AgentMessageChunk(ContentChunk::new(ContentBlock::from(text.into()))))
    }

    /// Thinks aloud.
    ///
    /// # Errors
    /// [`Error::Connection`].
    pub fn think(&self, text: impl Into<String>) -> Result<(), Error> {
        self.update(SessionUpdate::AgentThoughtChunk(ContentChunk::new(ContentBlock::from(text.into()))))
    }

    /// Tells the whole plan as it stands.
    ///
    /// # Errors
    /// [`Error::Connection`].
    pub fn plan(&self, steps: impl IntoIterator<Item = Step>) -> Result<(), Error> {
        let entries = steps.into_iter().map(|step| PlanEntry::new(step.text, PlanEntryPriority::Medium, step.state.word())).collect();
        self.update(SessionUpdate::Plan(Plan::new(entries)))
    }

    /// Tells that a tool is being used: `id` is the agent's own name for this use, `title` what is being done.
    ///
    /// # Errors
    /// [`Error::Connection`].
    pub fn tool(&self, id: impl Into<String>, title: impl Into<String>, state: ToolState) -> Result<(), Error> {
        let fields = ToolCallUpdateFields::new().title(title.into()).status(state.word());
        self.update(SessionUpdate::ToolCallUpdate(ToolCallUpdate::new(id.into(), fields)))
    }

    /// Tells how full the model's window is, in tokens.
    ///
    /// # Errors
    /// [`Error::Connection`].
    pub fn usage(&self, used_tokens: u64, window_tokens: u64) -> Result<(), Error> {
        self.update(SessionUpdate::UsageUpdate(UsageUpdate::new(used_tokens, window_tokens)))
    }

    /// Asks the server by a method of its own beyond the protocol, whose name begins with `_`. `parameters` is an object; the
    /// conversation's id is added to it.
    ///
    /// # Errors
    /// [`Error::Refused`] with the server's code, [`Error::Connection`], [`Error::Argument`] when `parameters` is no object.
    pub async fn extension(&self, method: &str, parameters: Value) -> Result<Value, Error> {
        let mut parameters = match parameters {
            Value::Object(parameters) => parameters,
            Value::Null => Map::new(),
            _ => return Err(Error::Argument { what: method.to_owned(), why: "its parameters are no object".to_owned() }),
        };
        parameters.insert("sessionId".to_owned(), Value::String(self.session().to_owned()));
        let message = acp::UntypedMessage::new(method, parameters).map_err(|error| Error::answered(method, &error))?;
        self.connection.send_request(message).block_task().await.map_err(|error| Error::answered(method, &error))
    }

    fn update(&self, update: SessionUpdate) -> Result<(), Error> {
        let notification = SessionNotification::new(self.session.id.clone(), update);
        self.connection.send_notification(notification).map_err(|error| Error::answered("session/update", &error))
    }
}

impl std::fmt::Debug for Context {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context").field("session", &self.session()).field("folder", &self.folder()).finish_non_exhaustive()
    }
}

/// A step of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is to be done.
    pub text: String,
    /// How far it is.
    pub state: StepState,
}

/// How far a step of a plan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Not begun.
    Open,
    /// Begun.
    Begun,
    /// Done.
    Done,
}

impl StepState {
    fn word(self) -> PlanEntryStatus {
        match self {
            Self::Open => PlanEntryStatus::Pending,
            Self::Begun => PlanEntryStatus::InProgress,
            Self::Done => PlanEntryStatus::Completed,
        }
    }
}

/// How far the use of a tool is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToolState {
    /// Begun.
    Running,
    /// Done.
    Done,
    /// It failed.
    Failed,
}

impl ToolState {
    fn word(self) -> ToolCallStatus {
        match self {
            Self::Running => ToolCallStatus::InProgress,
            Self::Done => ToolCallStatus::Completed,
            Self::Failed => ToolCallStatus::Failed,
        }
    }
}
