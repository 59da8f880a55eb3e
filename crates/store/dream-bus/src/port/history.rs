//! Reading what is kept, without being a consumer.

use dream_id::MessageId;
use dream_ledger::Digest;
use dream_messages::{Channel, Space};

/// Where a reading begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadFrom {
    /// After this place, oldest first; 0 is the beginning.
    After(u64),
    /// Before this place, newest first; `None` the newest.
    Before(Option<u64>),
}

/// Where a channel stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The channel's number.
    pub number: u32,
    /// Whose it is.
    pub space: Space,
    /// Its name.
    pub channel: Channel,
    /// The place of its newest message; 0 when there was none yet.
    pub head: u64,
    /// The place before its oldest message that is kept.
    pub tail: u64,
}

/// What is left of a body that was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// The message.
    pub message: MessageId,
    /// The digest of the body.
    pub digest: Digest,
}
