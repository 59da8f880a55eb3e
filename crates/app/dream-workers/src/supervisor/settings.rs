//! What the supervisor stands on, and what the operator decided about agents.

use super::TrackedSandbox;
use dream_ports::{AgentLauncher, SandboxLevel, ToolGateway, ToolHost};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
}

/// Makes `folder` with nothing in it, for this user's processes alone to list.
pub(super) fn make_anew(folder: &Path) -> io::Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    std::fs::create_dir_all(folder)
}
