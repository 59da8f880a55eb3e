//! Channels and what is published to them.

use dream_clock::Timestamp;
use dream_id::MessageId;
use dream_messages::{Channel, ChannelSettings, Space};

/// The answer to a message that was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// Its id.
    pub id: MessageId,
    /// Its place within the channel, from 1 and without gaps.
    pub place: u64,
    /// When it was stored.
    pub sent_at: Timestamp,
    /// Whether it was stored before, under the same key: nothing was added now.
    pub repeated: bool,
}

/// A channel as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelInfo {
    /// Its number, which messages' ids carry.
    pub number: u32,
    /// Whose it is.
    pub space: Space,
    /// Its name.
    pub channel: Channel,
    /// What it keeps.
    pub settings: ChannelSettings,
    /// The place of its newest message; 0 when there was none yet.
    pub head: u64,
    /// The place before its oldest message that is kept; 0 when all are.
    pub tail: u64,
    /// The bytes of what is kept.
    pub bytes: u64,
    /// When it came into being.
    pub created_at: Timestamp,
}

impl ChannelInfo {
    /// How many messages are kept.
    #[must_use]
    pub const fn messages(&self) -> u64 {
        self.head.saturating_sub(self.tail)
    }
}

/// Which channels a list names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ChannelFilter {
    /// Only those of one space; `None` all that the scope covers.
    pub space: Option<Space>,
}
