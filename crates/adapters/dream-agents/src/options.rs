//! What an agent is allowed before its process is ended, and how long it is waited for.

use std::time::Duration;

/// What an agent is allowed before its process is ended, and how long it is waited for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcpOptions {
    /// The longest line that is read, in bytes. A longer one ends the process.
    pub line_bytes: usize,
    /// How many lines in a row may be no message of the protocol.
    pub garbage_lines: u32,
    /// How long an agent may take to open, take up or close a conversation.
    pub reply: Duration,
    /// How long an agent may take to end a turn that was cancelled.
    pub cancelled: Duration,
    /// How many questions of an agent may be open at once; one more is refused.
    pub open_requests: usize,
    /// How many bytes wait at most for an agent that does not read its input.
    pub unread_bytes: usize,
    /// The largest text that is read from or written to a file for an agent, in bytes.
    pub file_bytes: usize,
    /// How many terminals a conversation may have at once.
    pub terminals: usize,
    /// How much of a terminal's output is kept at most, in bytes; an agent may ask for less.
    pub terminal_bytes: usize,
    /// How many lines of error output are passed on in a second; the others are counted.
    pub complaints_per_second: u32,
}

impl Default for AcpOptions {
    fn default() -> Self {
        Self {
            line_bytes: 8 << 20,
            garbage_lines: 20,
            reply: Duration::from_mins(1),
            cancelled: Duration::from_secs(10),
            open_requests: 64,
            unread_bytes: 16 << 20,
            file_bytes: 4 << 20,
            terminals: 16,
            terminal_bytes: 1 << 20,
            complaints_per_second: 100,
        }
    }
}
