//! Dead letters: what a consumer was owed and did not take.

use dream_clock::Timestamp;
use dream_id::MessageId;
use dream_messages::{ConsumerName, Message};
use std::time::Duration;

/// How long a dead letter waits for somebody to decide about it; then upkeep removes it.
pub const DEAD_LETTERS_KEPT: Duration = Duration::from_hours(90 * 24);

/// A message that a consumer could not deal with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// Whose it is.
    pub consumer: ConsumerName,
    /// The message as it would be replayed: a copy, which outlives the channel's retention.
    pub message: Message,
    /// Why it died.
    pub reason: DeadReason,
    /// What its last holder said, if it said why.
    pub detail: Option<String>,
    /// How often it was delivered.
    pub attempts: u32,
    /// When it died.
    pub at: Timestamp,
    /// Whether the copy was changed.
    pub edited: bool,
}

/// Why a message died.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeadReason {
    /// It was delivered as often as the consumer allows.
    Deliveries,
    /// A holder rejected it.
    Rejected,
    /// Its own time was over, or the channel's hard limit removed it.
    Expired,
}

impl DeadReason {
    /// The word of the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Deliveries => "deliveries",
            Self::Rejected => "rejected",
            Self::Expired => "expired",
        }
    }
}

/// Which dead letters of a consumer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeadSelection {
    /// These; those that are no dead letters are passed over.
    These(Vec<MessageId>),
    /// The oldest ones.
    All,
}
