//! What the supervisor stands on, and what the operator decided about agents.

use super::TrackedSandbox;
use dream_ports::{AgentLauncher, SandboxLevel, ToolGateway, ToolHost};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// What the supervisor stands on.
pub struct SupervisorParts {
    /// Confines everything that is started.
    pub sandbox: Arc<TrackedSandbox>,
    /// Starts agents.
    pub launcher: Arc<dyn AgentLauncher>,
    /// Serves them tools.
    pub gateway: Arc<dyn ToolGateway>,
    /// What those tools do.
    pub tools: Arc<dyn ToolHost>,
}

/// What the operator decided about agents.
#[derive(Debug, Clone)]
pub struct SupervisorSettings {
    /// The folder with a folder for each place of each agent.
    pub workspaces: PathBuf,
    /// This server's own program: what the built-in agent and the way to the tools are started from.
    pub program: PathBuf,
    /// The least confinement of any agent.
    pub floor: SandboxLevel,
    /// The `PATH` of agents, where programs are looked up.
    pub path: String,
    /// The folder with a file for each secret, by name.
    pub secrets: PathBuf,
    /// This server's name among all that share the database; `None` where it is the only one.
    pub holder: Option<String>,
    /// How often the hold of a task is renewed that is not the work of a stage: well within its lease of a minute.
    pub task_beat: Duration,
    /// How long a task rests that could not be worked through no fault of its agent's.
    pub task_rest: Duration,
}
