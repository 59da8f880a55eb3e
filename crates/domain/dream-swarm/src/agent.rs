//! An agent: what it is, what is wanted of it, and what happened to it that matters. What its processes do right now is observed and kept
//! in a plain table beside it: see [`crate::Observation`].

mod decide;
mod event;
mod fold;

pub use decide::Registration;
pub use event::{AgentEvent, GivenUp};

use crate::Manifest;
use dream_clock::Timestamp;
use dream_id::AgentId;
use dream_ledger::Digest;
use dream_words::words;
use serde::{Deserialize, Serialize};

words! {
    /// What is wanted of an agent.
    Desired ("desired state") {
        /// A process of it runs, with work or without.
        Running = "running",
        /// A process of it runs while there is work for it.
        OnDemand = "on_demand",
        /// None runs, and it may do nothing.
        Stopped = "stopped",
    }
}

/// An agent as folded from its events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    /// Its id.
    pub id: AgentId,
    /// What it is and may do.
    pub manifest: Manifest,
    /// The body with the manifest's source; `None` for a built-in agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Digest>,
    /// Whether the server made it itself.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub builtin: bool,
    /// Whether it was taken away. One of the same name may be registered again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub removed: bool,
    /// What is wanted of it.
    pub desired: Desired,
    /// How often people asked for a restart: a process that was started for an older number is replaced.
    #[serde(default)]
    pub restarts_asked: u32,
    /// How often people asked to nudge it.
    #[serde(default)]
    pub nudges_asked: u32,
    /// The body with the words of the last nudge; `None` for the usual ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nudge: Option<Digest>,
    /// How often its manifest was given: a process of an older one ends when its task does.
    pub edition: u32,
    /// How often it crashed since it was registered.
    #[serde(default)]
    pub crashes: u32,
    /// Why it is not started any more until a person says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_up: Option<GivenUp>,
    /// When it was registered.
    pub registered_at: Timestamp,
}

impl Agent {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.manifest.name
    }

    /// Whether it may do anything now, as far as it alone is concerned.
    #[must_use]
    pub fn may_act(&self) -> bool {
        !self.removed && self.desired != Desired::Stopped
    }
}
