//! What is started for an agent, and the tool servers that it is offered.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is started for an agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Runtime {
    /// A command that speaks the agent client protocol on its input and output.
    Acp {
        /// The program: an absolute path, or a name that is looked up on the agent's path.
        command: String,
        /// Its arguments.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        arguments: Vec<String>,
    },
    /// The built-in agent: a role's prompt, a model and tools.
    Llm {
        /// The model; `None` for the one that the server's configuration chose for the role.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        model: Option<String>,
    },
}

impl Runtime {
    /// Its word in manifests.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Acp { .. } => "acp",
            Self::Llm { .. } => "llm",
        }
    }
}

/// A tool server of somebody else's: its tools are offered through ours under `NAME__TOOL`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolServerEntry {
    /// Its name, unique in the manifest: lowercase letters, digits and `-`.
    pub name: String,
    /// How it is reached.
    pub transport: ServerTransport,
    /// How long one call of it may take, in seconds.
    pub timeout_s: u64,
}

/// How a tool server is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ServerTransport {
    /// A command, confined as the agent is, that speaks on its input and output.
    Command {
        /// The program.
        command: String,
        /// Its arguments.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        arguments: Vec<String>,
        /// Variables of its environment.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        environment: BTreeMap<String, String>,
        /// Variables whose values are secrets, with the name of the secret for each.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        secrets: BTreeMap<String, String>,
    },
    /// Streamable HTTP.
    Http {
        /// Where.
        url: String,
        /// Headers whose values are secrets, with the name of the secret for each.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        secret_headers: BTreeMap<String, String>,
    },
}
