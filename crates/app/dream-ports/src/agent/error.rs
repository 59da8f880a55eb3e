//! Why an agent's process gave nothing, and why something that it asked for was not given.

use crate::{Exit, SandboxError};
use std::time::Duration;

/// What went wrong with an agent's process.
#[derive(Debug, thiserror::Error)]
pub enum AgentError {
    /// It was not started.
    #[error("the agent was not started: {0}")]
    Sandbox(#[source] SandboxError),
    /// It said nothing in time.
    #[error("the agent did not answer {request} within {} s", waited.as_secs())]
    Silent {
        /// What it was asked.
        request: &'static str,
        /// How long it was waited for.
        waited: Duration,
    },
    /// It speaks another version of the protocol.
    #[error("the agent speaks version {theirs} of the agent client protocol, and {ours} is spoken here")]
    Version {
        /// Its version.
        theirs: String,
        /// Ours.
        ours: String,
    },
    /// It wrote what is no message of the protocol.
    #[error("the agent broke the protocol: {0}")]
    Protocol(String),
    /// It wants somebody to authenticate first.
    #[error("the agent wants to be authenticated first, by one of: {}", methods.join(", "))]
    Authentication {
        /// The ways it knows.
        methods: Vec<String>,
    },
    /// It answered with an error.
    #[error("the agent answered {request} with error {code}: {message}")]
    Answered {
        /// What it was asked.
        request: &'static str,
        /// Its code.
        code: i64,
        /// Its words, cut to 2,000 characters.
        message: String,
    },
    /// Its process ended.
    #[error("the agent's process ended: {0}")]
    Ended(Exit),
}

impl AgentError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Sandbox(error) => error.code(),
            Self::Silent { .. } => "agent_silent",
            Self::Version { .. } => "agent_protocol_version",
            Self::Protocol(_) => "agent_protocol",
            Self::Authentication { .. } => "agent_authentication",
            Self::Answered { .. } => "agent_error",
            Self::Ended(_) => "agent_ended",
        }
    }
}

/// Why something that an agent asked for was not given: told to the agent, so it holds nothing that the agent may not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct HostError {
    /// The stable code.
    pub code: String,
    /// What happened and what to do next.
    pub message: String,
}

impl HostError {
    /// A refusal.
    #[must_use]
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into() }
    }
}
