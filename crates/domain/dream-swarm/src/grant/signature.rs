//! What a grant covers: an agent, a project, a tool, and the shape of the arguments that a person chose.

use crate::{ArgumentPattern, check_argument_patterns, tool_rules::Reading};
use crate::{PermissionRefusal, canonical_arguments};
use dream_id::{AgentId, ProjectId};
use dream_ledger::Digest;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The kind of calls that a grant covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionSignature {
    /// The agent.
    pub agent: AgentId,
    /// Its name.
    pub agent_name: String,
    /// The project that the work belongs to; `None` for work that belongs to none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// The tool.
    pub tool: String,
    /// The arguments.
    pub arguments: GrantedArguments,
}

/// The arguments that a grant covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum GrantedArguments {
    /// These alone, by the SHA-256 of their canonical JSON.
    Exact {
        /// The digest.
        digest: Digest,
    },
    /// Those that are like all of these patterns; read narrowly, as in a rule that allows.
    Like {
        /// The patterns: one at least.
        patterns: Vec<ArgumentPattern>,
    },
    /// Any.
    Any {},
}

/// A call held against grants.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GrantedCall<'a> {
    /// The agent.
    pub agent: AgentId,
    /// The project that the work belongs to.
    pub project: Option<ProjectId>,
    /// The tool.
    pub tool: &'a str,
    /// The arguments as they will be used.
    pub arguments: &'a Value,
}

impl GrantedArguments {
    /// Exactly these arguments.
    ///
    /// # Errors
    /// [`PermissionRefusal::Arguments`].
    pub fn exactly(arguments: &Value) -> Result<Self, PermissionRefusal> {
        Ok(Self::Exact { digest: Digest::of(&canonical_arguments(arguments)?) })
    }

    fn covers(&self, arguments: &Value) -> bool {
        match self {
            Self::Exact { digest } => canonical_arguments(arguments).is_ok_and(|bytes| Digest::of(&bytes) == *digest),
            Self::Like { patterns } => !patterns.is_empty() && patterns.iter().all(|pattern| pattern.reads(arguments, Reading::Narrow)),
            Self::Any {} => true,
        }
    }

    pub(super) fn check(&self) -> Result<(), PermissionRefusal> {
        match self {
            Self::Exact { .. } | Self::Any {} => Ok(()),
            Self::Like { patterns } if patterns.is_empty() => Err(PermissionRefusal::GrantMisses),
            Self::Like { patterns } => Ok(check_argument_patterns(patterns)?),
        }
    }
}

impl ActionSignature {
    /// Whether `call` is of this kind.
    #[must_use]
    pub fn covers(&self, call: &GrantedCall<'_>) -> bool {
        self.agent == call.agent && self.project == call.project && self.tool == call.tool && self.arguments.covers(call.arguments)
    }
}
