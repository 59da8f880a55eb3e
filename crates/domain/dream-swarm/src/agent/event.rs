//! What can happen to an agent.

use super::Desired;
use crate::Manifest;
use dream_clock::Timestamp;
use dream_id::TaskId;
use dream_ledger::{Digest, EventData};
use serde::{Deserialize, Serialize};

/// What can happen to an agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum AgentEvent {
    /// It was registered, for the first time or again after it was removed.
    Registered {
        /// What it is and may do.
        manifest: Box<Manifest>,
        /// The body with the manifest's source.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<Digest>,
        /// Whether the server made it itself.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        builtin: bool,
        /// What is wanted of it.
        desired: Desired,
    },
    /// It was given another manifest.
    Changed {
        /// What it is and may do from now on.
        manifest: Box<Manifest>,
        /// The body with the manifest's source.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<Digest>,
    },
    /// It was taken away.
    Removed {},
    /// Something else is wanted of it.
    Wanted {
        /// What.
        desired: Desired,
    },
    /// A person asked to end its processes and start them again.
    RestartAsked {},
    /// A person asked to nudge it.
    NudgeAsked {
        /// The body with what it is told; `None` for the usual words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Digest>,
    },
    /// A process of it ended that should not have.
    Crashed {
        /// How it ended, in a few words of the server: `exit code 1`.
        how: String,
        /// What it worked on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task: Option<TaskId>,
    },
    /// It is not started any more until a person says so.
    GivenUp {
        /// A stable word for why: `crash_loop`, `secret_missing`, `sandbox_below_floor`.
        code: String,
        /// What happened, why, and what to do next.
        why: String,
    },
}

impl EventData for AgentEvent {}

/// Why an agent is not started any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenUp {
    /// A stable word for why.
    pub code: String,
    /// What happened, why, and what to do next.
    pub why: String,
    /// When.
    pub at: Timestamp,
}
