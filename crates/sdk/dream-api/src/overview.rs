//! The overview: what goes on in an organisation, in numbers.

use crate::{LogCounts, schema};
use dream_clock::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What goes on in an organisation, and how the process that answers does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Overview {
    /// When it was looked at.
    #[schema(value_type = schema::Time)]
    pub at: Timestamp,
    /// The server's version.
    pub version: String,
    /// How many runs stand how.
    pub runs: StatusCounts,
    /// How many tasks stand how.
    pub tasks: StatusCounts,
    /// How many reviews wait for people.
    pub reviews_waiting: u64,
    /// How many permissions that agents asked for wait for people.
    pub permissions_waiting: u64,
    /// The messages of the organisation's own channels.
    pub messages: MessageCounts,
    /// How many log lines of each level were said in the last hour.
    pub logs_last_hour: LogCounts,
    /// The process and its disk.
    pub process: ProcessState,
}

/// How many things stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StatusCounts {
    /// Accepted, not started.
    pub queued: u64,
    /// Being worked on.
    pub running: u64,
    /// A person has to act.
    pub waiting: u64,
    /// Stopped by something.
    pub blocked: u64,
    /// Ended with an error or a rejection.
    pub failed: u64,
    /// Ended well; `null` where they are too many to be counted each time.
    pub done: Option<u64>,
    /// Stopped on purpose.
    pub cancelled: u64,
}

/// The messages of the first thousand channels and consumers, by name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MessageCounts {
    /// How many channels there are.
    pub channels: u64,
    /// How many messages are kept.
    pub stored: u64,
    /// How many messages were ever sent: what it grows by in a while is the rate.
    pub sent: u64,
    /// How many messages consumers were not given yet, or have not answered for.
    pub backlog: u64,
    /// How many dead letters there are.
    pub dead: u64,
}

/// A process and the disk under its data folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProcessState {
    /// Memory that is resident, in bytes; `null` where the system does not say.
    pub memory_bytes: Option<u64>,
    /// Space on the disk, in bytes; `null` where the system does not say.
    pub disk_bytes: Option<u64>,
    /// Free space on the disk, in bytes.
    pub disk_free_bytes: Option<u64>,
    /// What the organisation's log takes, in bytes.
    pub log_bytes: u64,
}
