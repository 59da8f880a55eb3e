//! The inbound port of agents: whoever hears what an agent says and answers what it asks. `dream-app` implements it.

use super::{AgentRef, AgentUpdate, HostError, SessionKey, SessionWork};
use async_trait::async_trait;
use serde_json::Value;

/// Hears one agent's process. Several questions may be open at once; none holds up another.
#[async_trait]
pub trait AgentHost: Send + Sync {
    /// Told something. It must not block: ten thousand of these come in a second.
    fn updated(&self, agent: &AgentRef, session: &SessionKey, work: SessionWork, update: AgentUpdate);

    /// A line of its error output, cut to 8 KiB.
    fn complained(&self, agent: &AgentRef, line: &str);

    /// Asked whether it may do something. Returns when somebody decided, or the agent took the question back by ending its turn.
    async fn permission(&self, agent: &AgentRef, session: &SessionKey, work: SessionWork, asked: PermissionAsked) -> PermissionAnswer;

    /// Asked something of people.
    async fn question(&self, agent: &AgentRef, session: &SessionKey, work: SessionWork, question: Question) -> QuestionAnswer;

    /// Asked by a method of our own, whose name begins with `_dreamos/`: what the built-in agent needs beyond the protocol.
    ///
    /// # Errors
    /// [`HostError`], which is what the agent is told.
    async fn extension(
        &self,
        agent: &AgentRef,
        session: &SessionKey,
        work: SessionWork,
        method: &str,
        parameters: Value,
    ) -> Result<Value, HostError>;
}

/// What an agent wants to do.
#[derive(Debug, Clone, PartialEq)]
pub struct PermissionAsked {
    /// Its own id for the tool call.
    pub call: String,
    /// The tool or action, in the agent's words.
    pub title: String,
    /// The kind of tool in the protocol's word, if it said so.
    pub kind: Option<String>,
    /// The exact arguments, as the agent sent them and before anything is redacted.
    pub arguments: Value,
    /// The answers that it offers.
    pub options: Vec<PermissionChoice>,
}

/// An answer that an agent offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermissionChoice {
    /// Its id.
    pub id: String,
    /// Its text.
    pub name: String,
    /// What it means.
    pub kind: PermissionKind,
}

/// What an answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PermissionKind {
    /// Yes, this once.
    AllowOnce,
    /// Yes, and the agent need not ask again for the like.
    AllowAlways,
    /// No.
    RejectOnce,
    /// No, and the agent should not ask again for the like.
    RejectAlways,
}

/// What an agent is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PermissionAnswer {
    /// The offered answer of this id.
    Chosen(String),
    /// Its turn was cancelled: said only then.
    Cancelled,
}

/// What an agent asks of people.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Its words.
    pub message: String,
    /// The JSON Schema of the answer; `None` for a page that people are sent to.
    pub schema: Option<Value>,
    /// That page.
    pub url: Option<String>,
}

/// What people answered.
#[derive(Debug, Clone, PartialEq)]
pub enum QuestionAnswer {
    /// With this.
    Accepted(Value),
    /// They would not say.
    Declined,
    /// The question was taken back.
    Cancelled,
}
