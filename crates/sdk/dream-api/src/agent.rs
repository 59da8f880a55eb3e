//! Agents: what they are, what is wanted of them, and what their processes do.

use crate::{AgentProfile, Usd, schema};
use dream_clock::Timestamp;
use dream_id::{AgentId, ProjectId, TaskId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

crate::status::words! {
    /// What is wanted of an agent.
    Desired {
        /// A process of it runs, with work or without.
        Running = "running",
        /// A process of it runs while there is work for it.
        OnDemand = "on_demand",
        /// None runs, and it may do nothing.
        Stopped = "stopped",
    }
}

crate::status::words! {
    /// What a process of an agent does.
    Observed {
        /// It was started and has not answered yet.
        Starting = "starting",
        /// It has nothing to do.
        Ready = "ready",
        /// It gets on with its work.
        Working = "working",
        /// It has work and has not got on with it for longer than its manifest allows.
        Idle = "idle",
        /// It does not answer.
        Unresponsive = "unresponsive",
        /// It ended when it should not have, and is not started again.
        Crashed = "crashed",
        /// It ended when it should not have, and is started again after a wait.
        BackingOff = "backing_off",
        /// There is none.
        Stopped = "stopped",
    }
}

/// An agent. Where it has several processes, what it does is what the one does that most wants to be looked at; `processes` has them all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Agent {
    /// Its id.
    #[schema(value_type = schema::AgentId)]
    pub id: AgentId,
    /// Its name.
    pub name: String,
    /// What it does: a craft of the templates, or any word that tasks ask for.
    pub role: String,
    /// What is wanted of it.
    pub desired: Desired,
    /// What it does.
    pub observed: Observed,
    /// Why, where that says more than the word.
    pub reason: Option<String>,
    /// The id of its first process.
    pub pid: Option<u32>,
    /// What it works on.
    #[schema(value_type = Option<schema::TaskId>)]
    pub task: Option<TaskId>,
    /// How often a process was started in place of one that had ended.
    pub restarts: u32,
    /// How strongly it is confined: `landlock`, `namespaces`; none while there is no process.
    pub sandbox: Option<String>,
    /// What is started: `acp` or `llm`.
    pub runtime: String,
    /// Whether the server made it itself.
    pub builtin: bool,
    /// What else it is able to do.
    pub capabilities: Vec<String>,
    /// The projects that it is held to; none means the whole organisation.
    #[schema(value_type = Vec<schema::ProjectId>)]
    pub projects: Vec<ProjectId>,
    /// How many tasks it works on at once.
    pub concurrency: u32,
    /// How often it crashed since it was registered.
    pub crashes: u32,
    /// Why it is not started any more until a person says so.
    pub given_up: Option<AgentGivenUp>,
    /// When it last said anything.
    #[schema(value_type = Option<schema::Time>)]
    pub beat_at: Option<Timestamp>,
    /// When it last got on with its work.
    #[schema(value_type = Option<schema::Time>)]
    pub progress_at: Option<Timestamp>,
    /// What its processes use and used.
    pub usage: AgentUsage,
    /// Its processes, one for each task that it may work on at once.
    pub processes: Vec<AgentProcess>,
    /// When it was registered.
    #[schema(value_type = schema::Time)]
    pub registered_at: Timestamp,
}

/// An agent with its manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgentDetail {
    /// The agent.
    #[serde(flatten)]
    pub agent: Agent,
    /// The source of its manifest; none for a built-in agent.
    pub manifest: Option<String>,
    /// What its manifest says of its confinement, rules, tool servers and limits.
    pub profile: AgentProfile,
}

/// Why an agent is not started any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgentGivenUp {
    /// A stable word: `crash_loop`, `not_started`, `restart_never`.
    pub code: String,
    /// What happened, why, and what to do next.
    pub why: String,
    /// When.
    #[schema(value_type = schema::Time)]
    pub at: Timestamp,
}

/// What an agent's processes use and used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct AgentUsage {
    /// Processor time, in milliseconds.
    pub cpu_ms: u64,
    /// Memory, in bytes.
    pub memory_bytes: u64,
    /// Processes.
    pub processes: u32,
    /// What they wrote to output and error output, in bytes.
    pub output_bytes: u64,
    /// Tokens that models read and wrote for it.
    pub tokens: u64,
    /// What they cost.
    #[schema(value_type = schema::UsDollars)]
    pub cost_usd: Usd,
}

/// One process of an agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgentProcess {
    /// Which of its places it has, from 0.
    pub slot: u32,
    /// What it does.
    pub observed: Observed,
    /// Since when.
    #[schema(value_type = schema::Time)]
    pub since: Timestamp,
    /// Why, where that says more than the word.
    pub reason: Option<String>,
    /// Its process id.
    pub pid: Option<u32>,
    /// What it works on.
    #[schema(value_type = Option<schema::TaskId>)]
    pub task: Option<TaskId>,
    /// How strongly it is confined.
    pub sandbox: Option<String>,
    /// The limits that were asked for and that nothing holds it to on this host.
    pub unenforced: Vec<String>,
    /// When it was started.
    #[schema(value_type = Option<schema::Time>)]
    pub started_at: Option<Timestamp>,
    /// What it uses and used.
    pub usage: AgentUsage,
}

/// Registers an agent, or gives one another manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterAgent {
    /// The manifest, in TOML.
    #[schema(min_length = 1)]
    pub source: String,
    /// What faults call the file.
    #[serde(default)]
    pub file: Option<String>,
    /// What is wanted of it, if it is new; on demand unless it is said.
    #[serde(default)]
    pub desired: Option<Desired>,
}

/// Starts an agent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartAgent {
    /// Whether a process of it runs only while there is work for it.
    #[serde(default)]
    pub on_demand: bool,
}

/// Nudges an agent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NudgeAgent {
    /// What it is told; the usual words when left out.
    #[serde(default)]
    pub text: Option<String>,
}
