//! What an agent tells while it works.

/// One thing that an agent told. Texts are the agent's own: untrusted.
#[derive(Debug, Clone, PartialEq)]
pub enum AgentUpdate {
    /// A piece of what it says.
    Message {
        /// The piece.
        text: String,
    },
    /// A piece of what it thinks.
    Thought {
        /// The piece.
        text: String,
    },
    /// It has begun to use a tool, or told more about it.
    Tool {
        /// Its own id for the call.
        id: String,
        /// What it is doing, in its words; absent when unchanged.
        title: Option<String>,
        /// The kind of tool in the protocol's word: `read`, `edit`, `execute`.
        kind: Option<String>,
        /// How far it is; absent when unchanged.
        status: Option<ToolStatus>,
    },
    /// What it plans to do: the whole plan each time.
    Plan {
        /// Its steps in order.
        entries: Vec<PlanEntry>,
    },
    /// How full its model's window is, and what the conversation has cost by its own account.
    Usage {
        /// Tokens in the window.
        used_tokens: u64,
        /// Tokens that fit.
        window_tokens: u64,
        /// Cost in millionths of a US dollar, if it said so.
        cost_micros: Option<u64>,
    },
    /// Something else, by the protocol's word for it.
    Other {
        /// The word: `current_mode_update`.
        kind: String,
    },
}

/// How far the use of a tool is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToolStatus {
    /// Not begun, or waiting for permission.
    Pending,
    /// Begun.
    Running,
    /// Done.
    Done,
    /// It failed.
    Failed,
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanEntry {
    /// What is to be done.
    pub text: String,
    /// The protocol's word: `pending`, `in_progress`, `completed`.
    pub status: String,
}
