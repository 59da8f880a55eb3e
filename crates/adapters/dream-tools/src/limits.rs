//! What one conversation may use up.

use std::time::Duration;

/// What one conversation of an agent may use up, and how long the servers behind it are waited for.
#[derive(Debug, Clone)]
pub struct ToolLimits {
    /// The longest message of either side, in bytes; a longer one ends the connection.
    pub message_bytes: usize,
    /// The largest arguments of one call, in bytes of JSON.
    pub argument_bytes: usize,
    /// The largest result of another server's tool, in bytes of JSON.
    pub result_bytes: usize,
    /// Calls at once.
    pub calls_at_once: u32,
    /// Calls in a minute.
    pub calls_per_minute: u32,
    /// Calls in the whole conversation.
    pub calls: u64,
    /// Connections at once: an agent needs one, and its subagents perhaps their own.
    pub connections: usize,
    /// How long a server behind may take until it has answered the greeting.
    pub start: Duration,
    /// How long after its end a server behind is started again; twice as long each time, up to [`ToolLimits::longest_rest`].
    pub first_rest: Duration,
    /// The longest time between two starts.
    pub longest_rest: Duration,
}

impl Default for ToolLimits {
    fn default() -> Self {
        Self {
            message_bytes: 16 << 20,
            argument_bytes: 8 << 20,
            result_bytes: 1 << 20,
            calls_at_once: 32,
            calls_per_minute: 600,
            calls: 50_000,
            connections: 8,
            start: Duration::from_secs(20),
            first_rest: Duration::from_millis(500),
            longest_rest: Duration::from_mins(1),
        }
    }
}
