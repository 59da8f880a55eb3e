//! What a sandbox is told once, when the server starts.

use crate::egress::EgressOptions;
use dream_ports::SandboxLevel;
use std::path::{Path, PathBuf};

/// What a sandbox is told once, when the server starts.
#[derive(Debug, Clone)]
pub struct SandboxOptions {
    /// The program that is executed as the launcher: one whose `main` begins with [`crate::enter_if_asked`].
    pub launcher: PathBuf,
    /// Whose commands these are: the same over restarts, and no other server's on this host. The data folder's path is.
    pub owner: String,
    /// What no command may ever reach, at any level: the data folder. A workspace may be given that is below `workspaces` in one of them: just
    /// that folder is then within reach, neither its siblings nor anything above.
    pub forbidden: Vec<PathBuf>,
    /// The strongest level to use. A host whose namespaces are in the way of its programs can do with a weaker one, in words.
    pub strongest: SandboxLevel,
    /// Whether commands may run without Landlock where the host has none: an operator said so in words.
    pub allow_unconfined: bool,
    /// What the egress proxies of all commands keep to.
    pub egress: EgressOptions,
    /// The part of the host's tree of groups (cgroups, version 2) that is this server's to divide, as [`crate::delegated_cgroup`] finds it.
    /// The server goes into a group of its own there. Without it, memory and processes are held by watching.
    pub cgroup: Option<PathBuf>,
}

impl SandboxOptions {
    /// Those of a server whose data is in the folder `data`, and whose own program is the launcher.
    #[must_use]
    pub fn new(data: &Path) -> Self {
        Self {
            launcher: PathBuf::from("/proc/self/exe"),
            owner: data.display().to_string(),
            forbidden: vec![data.to_path_buf()],
            strongest: SandboxLevel::Namespaces,
            allow_unconfined: false,
            egress: EgressOptions::default(),
            cgroup: None,
        }
    }
}
