//! Durable consumers.

use dream_clock::Timestamp;
use dream_messages::{ConsumerName, ConsumerSettings, Pattern, Space};

/// A consumer to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewConsumer {
    /// Its name.
    pub name: ConsumerName,
    /// What it reads.
    pub pattern: Pattern,
    /// How it is served.
    pub settings: ConsumerSettings,
}

/// A consumer as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsumerInfo {
    /// Whose it is.
    pub space: Space,
    /// Its name.
    pub name: ConsumerName,
    /// What it reads.
    pub pattern: Pattern,
    /// How it is served.
    pub settings: ConsumerSettings,
    /// How many channels that is now.
    pub channels: u64,
    /// How many messages it has not been given yet.
    pub backlog: u64,
    /// How many are in somebody's hands or wait for another delivery.
    pub pending: u64,
    /// How many dead letters it has.
    pub dead: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used; exact to a minute.
    pub used_at: Timestamp,
}

/// Which consumers a list names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ConsumerFilter {
    /// Only those of one space; `None` all that the scope covers.
    pub space: Option<Space>,
}
