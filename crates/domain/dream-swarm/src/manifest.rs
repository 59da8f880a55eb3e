//! A manifest: what an agent is, what it is started with, and what it may do. Its source is TOML; this is what was read from it.

mod checks;
mod parse;
mod restart;
mod runtime;
mod sandbox;
mod span;

pub use restart::{CrashLoop, RestartPolicy, RestartWhen};
pub use runtime::{Runtime, ServerTransport, ToolServerEntry};
pub use sandbox::{AgentLimits, Confinement, SandboxProfile};

use crate::ToolRule;
use dream_id::ProjectId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;

/// How long an agent may have work and not get on with it, unless its manifest says otherwise.
pub const USUAL_IDLE_TIMEOUT: Duration = Duration::from_mins(5);

/// What an agent is and may do, validated. It holds names of secrets and never one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Its name, unique in the organisation: a lowercase letter, then up to 39 lowercase letters, digits and `-`.
    pub name: String,
    /// What it does: a craft of the templates, or any word that tasks ask for.
    pub role: String,
    /// What else it is able to do, as tasks ask for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub capabilities: Vec<String>,
    /// The projects that it may see and work in; none means the whole organisation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub projects: Vec<ProjectId>,
    /// What is started.
    pub runtime: Runtime,
    /// Variables of its environment.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub environment: BTreeMap<String, String>,
    /// Variables whose values are secrets, with the name of the secret for each.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub secrets: BTreeMap<String, String>,
    /// How it is confined.
    #[serde(default)]
    pub sandbox: SandboxProfile,
    /// What it may do without asking, must ask for, and may not do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tools: Vec<ToolRule>,
    /// Other tool servers that it is offered through ours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tool_servers: Vec<ToolServerEntry>,
    /// How many tasks it works on at once, each in a process of its own: 1 to 16.
    pub concurrency: u32,
    /// When it is started again.
    #[serde(default)]
    pub restart: RestartPolicy,
    /// How long it may have work and not get on with it until it is nudged, in seconds.
    pub idle_timeout_s: u64,
    /// What it may use up.
    #[serde(default)]
    pub limits: AgentLimits,
}

impl Manifest {
    /// An agent of this server itself: `name` works what `role` works, with the model that the organisation chose.
    #[must_use]
    pub fn builtin(name: &str, role: &str) -> Self {
        Self {
            name: name.to_owned(),
            role: role.to_owned(),
            capabilities: Vec::new(),
            projects: Vec::new(),
            runtime: Runtime::Llm { model: None },
            environment: BTreeMap::new(),
            secrets: BTreeMap::new(),
            sandbox: SandboxProfile::default(),
            tools: Vec::new(),
            tool_servers: Vec::new(),
            concurrency: 4,
            restart: RestartPolicy::default(),
            idle_timeout_s: USUAL_IDLE_TIMEOUT.as_secs(),
            limits: AgentLimits::default(),
        }
    }

    /// How long it may have work and not get on with it until it is nudged.
    #[must_use]
    pub const fn idle_timeout(&self) -> Duration {
        Duration::from_secs(self.idle_timeout_s)
    }
}
