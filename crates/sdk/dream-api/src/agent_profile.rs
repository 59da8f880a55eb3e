//! What an agent's manifest says of its confinement, rules, tool servers and limits, as data.

use crate::ArgumentPattern;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

crate::status::words! {
    /// What a rule says about the calls that it covers.
    ToolEffect {
        /// They are made without asking.
        Allow = "allow",
        /// People are asked first.
        Ask = "ask",
        /// They are not made.
        Deny = "deny",
    }
}

/// What an agent's manifest says of its confinement, rules, tool servers and limits. It names secrets and holds none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgentProfile {
    /// How it is confined.
    pub sandbox: AgentSandbox,
    /// What it may do without asking, must ask for, and may not do. Their order does not matter: `deny` beats `ask`, and `ask` beats `allow`.
    pub rules: Vec<AgentRule>,
    /// Other tool servers that it is offered through the platform's.
    pub servers: Vec<AgentServer>,
    /// What it may use up.
    pub limits: AgentLimits,
    /// How long it may have work and not get on with it until it is nudged, in seconds.
    pub idle_timeout_s: u64,
    /// The names of the secrets that its environment holds.
    pub secrets: Vec<String>,
}

/// How an agent is confined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgentSandbox {
    /// The least confinement: `limits`, `landlock`, `namespaces`; none for what the server demands.
    pub level: Option<String>,
    /// The hosts that it reaches through the server's proxy; none means no network.
    pub hosts: Vec<String>,
    /// What it may read and execute beside the system's own programs.
    pub readable: Vec<String>,
}

/// One rule about tools.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgentRule {
    /// What it says.
    pub effect: ToolEffect,
    /// The tools: a name, one with wildcards, or a kind of the agent protocol such as `execute`.
    pub tool: String,
    /// What the arguments must be like, all of it; none for any.
    pub arguments: Vec<ArgumentPattern>,
}

/// A tool server of somebody else's. Its tools are called `NAME__TOOL`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgentServer {
    /// Its name.
    pub name: String,
    /// The program that is started for it, without its arguments; none for one that is reached over HTTP.
    pub command: Option<String>,
    /// Where it is reached over HTTP, without what may prove somebody's identity; none for a command.
    pub url: Option<String>,
    /// How long one call of it may take, in seconds.
    pub timeout_s: u64,
    /// The names of the secrets that it is given.
    pub secrets: Vec<String>,
}

/// What an agent may use up. What is none is what the server's configuration says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct AgentLimits {
    /// Memory of all its processes, in mebibytes.
    pub memory_mb: Option<u64>,
    /// Processor time of all its processes, in seconds.
    pub cpu_s: Option<u64>,
    /// Processes and threads at once.
    pub processes: Option<u32>,
    /// Open files of each process.
    pub open_files: Option<u32>,
    /// What it may write to its output and error output together, in mebibytes.
    pub output_mb: Option<u64>,
    /// How long a process of it may run, in seconds.
    pub wall_clock_s: Option<u64>,
    /// Turns in one task.
    pub turns: Option<u32>,
    /// Tokens that models may read and write for one task.
    pub tokens: Option<u64>,
}
