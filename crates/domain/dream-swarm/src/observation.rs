//! What is seen of an agent's process right now. It changes many times a minute and decides nothing, so it is no event.

use dream_clock::Timestamp;
use dream_id::TaskId;
use dream_words::words;
use serde::{Deserialize, Serialize};

words! {
    /// What a process of an agent does right now.
    Observed ("observed state") {
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

/// What is seen of one process of an agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// What it does.
    pub observed: Observed,
    /// Since when.
    pub since: Timestamp,
    /// Why, where that says more than the word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The id of its first process.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pid: Option<u32>,
    /// What it works on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<TaskId>,
    /// The level at which it is confined: `namespaces`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sandbox: Option<String>,
    /// The limits that were asked for and that nothing holds it to on this host.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unenforced: Vec<String>,
    /// When its process was started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    /// When it last said anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beat_at: Option<Timestamp>,
    /// When it last got on with its work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress_at: Option<Timestamp>,
    /// How often a process of it was started in place of one that had ended, since it was registered.
    #[serde(default)]
    pub restarts: u32,
    /// Processor time of its processes, in milliseconds.
    #[serde(default)]
    pub cpu_ms: u64,
    /// Memory of its processes, in bytes.
    #[serde(default)]
    pub memory_bytes: u64,
    /// How many processes it has.
    #[serde(default)]
    pub processes: u32,
    /// What they wrote to output and error output, in bytes.
    #[serde(default)]
    pub output_bytes: u64,
    /// Tokens that models read and wrote for it.
    #[serde(default)]
    pub tokens: u64,
    /// What they cost, in millionths of a US dollar.
    #[serde(default)]
    pub cost_micros: u64,
}

impl Observation {
    /// What is seen where there is no process.
    #[must_use]
    pub fn none(at: Timestamp) -> Self {
        Self {
            observed: Observed::Stopped,
            since: at,
            reason: None,
            pid: None,
            task: None,
            sandbox: None,
            unenforced: Vec::new(),
            started_at: None,
            beat_at: None,
            progress_at: None,
            restarts: 0,
            cpu_ms: 0,
            memory_bytes: 0,
            processes: 0,
            output_bytes: 0,
            tokens: 0,
            cost_micros: 0,
        }
    }
}
