//! The tool ports: what agents are offered, each call of it, and the servers behind.

use crate::{AgentRef, SessionWork, ToolSpec};
use async_trait::async_trait;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Serves tools to agents, ours and those of other servers behind ours.
#[async_trait]
pub trait ToolGateway: Send + Sync {
    /// Begins to serve one conversation of an agent at `socket`, a Unix socket made by this and removed when what is returned is dropped.
    ///
    /// # Errors
    /// [`ToolError`].
    async fn serve(&self, serving: Serving, host: Arc<dyn ToolHost>) -> Result<Box<dyn ServedTools>, ToolError>;
}

/// What is served.
#[derive(Debug, Clone)]
pub struct Serving {
    /// To whom, for which work.
    pub caller: ToolCaller,
    /// Where.
    pub socket: PathBuf,
    /// Other servers whose tools are offered beside ours, under `NAME__TOOL`.
    pub servers: Vec<ToolServer>,
    /// The port of its own machine at which the agent reaches the server over HTTP; `None` for one that is told of the socket alone.
    pub http: Option<u16>,
}

/// A conversation that is being served. Dropping it ends the service, and the servers behind it.
pub trait ServedTools: Send + Sync {
    /// What became of the servers behind: the reason why each is not reached that is not.
    fn unreachable(&self) -> BTreeMap<String, String>;

    /// The same tools over streamable HTTP, where they are served so.
    fn over_http(&self) -> Option<&HttpTools>;
}

/// Where tools are served over streamable HTTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpTools {
    /// The address, as the agent reaches it.
    pub url: String,
    /// What an agent shows as its bearer token. It opens this one conversation while it is served, and nothing else.
    pub token: dream_secret::Secret,
}

/// Who calls a tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolCaller {
    /// The agent.
    pub agent: AgentRef,
    /// What it works on.
    pub work: SessionWork,
    /// The folder in which it works: files that it names are looked up there alone.
    pub folder: PathBuf,
}

/// A tool server of somebody else's, from an agent's manifest.
#[derive(Debug, Clone)]
pub struct ToolServer {
    /// Its name: lower-case letters, digits and `-`.
    pub name: String,
    /// How it is reached.
    pub transport: ToolTransport,
    /// How long one call of it may take.
    pub timeout: Duration,
}

/// How a tool server is reached.
#[derive(Debug, Clone)]
pub enum ToolTransport {
    /// A command of its own, confined, which speaks on its input and output.
    Command(Box<crate::ConfinedCommand>),
    /// Streamable HTTP.
    Http {
        /// Where.
        url: String,
        /// Headers with secrets in them.
        headers: BTreeMap<String, dream_secret::Secret>,
    },
}

/// The inbound port of tools: what is offered, whether a call is allowed, and what ours do. `dream-app` implements it.
#[async_trait]
pub trait ToolHost: Send + Sync {
    /// The tools of ours that this caller is offered.
    async fn offered(&self, caller: &ToolCaller) -> Vec<ToolSpec>;

    /// Calls one of ours.
    async fn call(&self, caller: &ToolCaller, tool: &str, arguments: Value) -> ToolAnswer;

    /// Whether the caller may call `tool` (`SERVER__TOOL`) of another server with exactly these arguments. It may take as long as people do,
    /// up to a bound; then it is [`ToolVerdict::Waiting`].
    async fn allow(&self, caller: &ToolCaller, tool: &str, arguments: &Value) -> ToolVerdict;

    /// Told how a call of another server's tool ended: for the log, the counters and the record of side effects.
    fn called(&self, caller: &ToolCaller, tool: &str, took: Duration, failed: bool);
}

/// Whether a call may be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToolVerdict {
    /// Yes, once.
    Allowed,
    /// No, and why.
    Denied(String),
    /// People have not decided yet: what the agent is told, with the id of the question. The same call later meets the same question.
    Waiting(String),
}

/// What a tool gave.
#[derive(Debug, Clone, PartialEq)]
pub struct ToolAnswer {
    /// Words for the model.
    pub text: String,
    /// The same as data, if there is any.
    pub data: Option<Value>,
    /// Whether it failed; the words then say why and what to do next.
    pub failed: bool,
}

impl ToolAnswer {
    /// A result.
    #[must_use]
    pub fn of(text: impl Into<String>, data: Value) -> Self {
        Self { text: text.into(), data: Some(data), failed: false }
    }

    /// A failure.
    #[must_use]
    pub fn failed(text: impl Into<String>) -> Self {
        Self { text: text.into(), data: None, failed: true }
    }
}

/// Why tools are not served.
#[derive(Debug, thiserror::Error)]
pub enum ToolError {
    /// The socket cannot be made.
    #[error("{path} cannot be listened on")]
    Socket {
        /// The socket.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

impl ToolError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Socket { .. } => "tool_socket",
        }
    }
}
