//! How an agent is confined, and what it may use up.

use dream_words::words;
use serde::{Deserialize, Serialize};

words! {
    /// The least confinement that an agent is started with. A host that gives less starts it not at all.
    Confinement ("level of confinement") {
        /// Limits on resources and a user id of its own: enough only where the server's operator said so.
        Limits = "limits",
        /// Landlock, a filter of system calls, no new privileges.
        Landlock = "landlock",
        /// That, and namespaces of its own.
        Namespaces = "namespaces",
    }
}

/// How an agent is confined.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SandboxProfile {
    /// The least confinement; `None` for what the server's configuration demands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Confinement>,
    /// The hosts that it reaches through the server's proxy, compared label by label, `*.` in front for every host below one. None means
    /// no network.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
    /// What it may read and execute beside the system's own programs: absolute paths.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readable: Vec<String>,
}

/// What an agent's processes, turns and models may use up. `None` is what the server's configuration says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AgentLimits {
    /// Memory of all its processes, in mebibytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_mb: Option<u64>,
    /// Processor time of all its processes, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu_s: Option<u64>,
    /// Processes and threads at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub processes: Option<u32>,
    /// Open files of each process.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_files: Option<u32>,
    /// What it may write to its output and error output together, in mebibytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output_mb: Option<u64>,
    /// How long a process of it may run, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wall_clock_s: Option<u64>,
    /// Turns in one task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turns: Option<u32>,
    /// Tokens that models may read and write for one task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens: Option<u64>,
}
