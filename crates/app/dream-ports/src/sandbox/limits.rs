//! What a confined command may use up, and what it uses.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// What a command and everything that comes from it may use up. `None` is no limit of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ResourceLimits {
    /// Memory of the whole tree, in bytes.
    pub memory_bytes: Option<u64>,
    /// Processor time of the whole tree.
    pub cpu_time: Option<Duration>,
    /// Processes and threads at once.
    pub processes: Option<u32>,
    /// Open files of each process.
    pub open_files: Option<u32>,
    /// The size of one file, in bytes.
    pub file_bytes: Option<u64>,
    /// What it may write to its output and error output together, in bytes.
    pub output_bytes: Option<u64>,
    /// How long it may run.
    pub wall_clock: Option<Duration>,
}

/// One of the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// Memory.
    Memory,
    /// Processor time.
    CpuTime,
    /// Processes.
    Processes,
    /// Open files.
    OpenFiles,
    /// The size of a file.
    FileSize,
    /// Output.
    Output,
    /// Time.
    WallClock,
}

impl Limit {
    /// Its word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::CpuTime => "cpu_time",
            Self::Processes => "processes",
            Self::OpenFiles => "open_files",
            Self::FileSize => "file_size",
            Self::Output => "output",
            Self::WallClock => "wall_clock",
        }
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

/// What the processes of a command use now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ProcessUsage {
    /// Processor time so far.
    pub cpu_time: Duration,
    /// Memory that is theirs alone or shared with others, in bytes.
    pub memory_bytes: u64,
    /// How many there are.
    pub processes: u32,
    /// Bytes written to output and error output so far.
    pub output_bytes: u64,
}
