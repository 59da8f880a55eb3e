//! Why the built-in agent ends a turn without a result.

use dream_agent_sdk::Error;

/// What went wrong on the way.
#[derive(Debug, thiserror::Error)]
pub(super) enum LlmError {
    /// The server refused something or is gone.
    #[error("the server did not answer")]
    Server(#[from] Error),
    /// What it sent cannot be read.
    #[error("{what} cannot be read")]
    Unreadable {
        /// What.
        what: &'static str,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// The folder cannot be written.
    #[error("{path} cannot be written")]
    Write {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// As many tokens were used as it may.
    #[error("all {tokens} tokens that the agent may use for one task are used up; split the task, or raise the limit in its manifest")]
    OutOfTokens {
        /// How many it may use.
        tokens: u64,
    },
}
