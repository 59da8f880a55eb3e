//! What became of a message, as its sender may see it.

use crate::ConsumerName;
use dream_clock::Timestamp;
use dream_id::MessageId;
use serde::{Deserialize, Serialize};

/// How far a message has come, for one consumer or altogether.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// On disk, and delivered to nobody.
    Stored,
    /// Delivered, and not answered yet.
    Delivered,
    /// A delivery failed; another one will follow.
    Failed,
    /// Done with.
    Acknowledged,
    /// Too old before it was acknowledged; never delivered again.
    Expired,
    /// Given up after its last delivery; it waits among the dead letters.
    Dead,
}

impl Status {
    /// Whether nothing more will happen by itself.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Acknowledged | Self::Expired | Self::Dead)
    }

    /// The word of the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Acknowledged => "acknowledged",
            Self::Expired => "expired",
            Self::Dead => "dead",
        }
    }
}

/// How far a message has come for one consumer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The message.
    pub message: MessageId,
    /// The consumer.
    pub consumer: ConsumerName,
    /// How far.
    pub status: Status,
    /// The number of the last delivery, from 1; 0 where there was none or it is no longer known.
    pub attempt: u32,
    /// Since when; the time of publishing where nothing happened since or the moment is no longer known.
    pub at: Timestamp,
    /// Who has it or had it last, where that is known.
    pub holder: Option<String>,
}

/// How far a message has come, altogether and for each consumer that owes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipts {
    /// The message.
    pub message: MessageId,
    /// Altogether: `acknowledged` when every consumer has done so, `dead` or `expired` when all are done but not well.
    pub status: Status,
    /// One for each consumer that owes it, or did.
    pub receipts: Vec<Receipt>,
}

impl Status {
    /// The status of a message from those of its consumers. `expired` says whether its own time is over.
    #[must_use]
    pub fn altogether(each: &[Self], expired: bool) -> Self {
        let any = |wanted: &[Self]| each.iter().any(|status| wanted.contains(status));
        if each.is_empty() {
            return if expired { Self::Expired } else { Self::Stored };
        }
        if each.iter().all(|status| status.is_final()) {
            return match () {
                () if any(&[Self::Dead]) => Self::Dead,
                () if any(&[Self::Expired]) => Self::Expired,
                () => Self::Acknowledged,
            };
        }
        match () {
            () if any(&[Self::Failed]) => Self::Failed,
            () if any(&[Self::Delivered, Self::Acknowledged, Self::Dead]) => Self::Delivered,
            () => Self::Stored,
        }
    }

    /// Whether someone who waits for `wanted` need not wait longer.
    #[must_use]
    pub fn satisfies(self, wanted: Self) -> bool {
        match wanted {
            Self::Stored => true,
            Self::Delivered => self != Self::Stored,
            Self::Failed => self == Self::Failed || self.is_final(),
            Self::Acknowledged | Self::Expired | Self::Dead => self.is_final(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Status::{self, *};

    #[test]
    fn a_message_is_as_far_as_its_consumers() {
        let check = |each: &[Status], wanted| assert_eq!(Status::altogether(each, false), wanted, "{each:?}");
        check(&[], Stored);
        check(&[Stored, Stored], Stored);
        check(&[Stored, Acknowledged], Delivered);
        check(&[Failed, Acknowledged], Failed);
        check(&[Acknowledged, Acknowledged], Acknowledged);
        check(&[Dead, Acknowledged], Dead);
        check(&[Expired, Acknowledged], Expired);
        check(&[Dead, Stored], Delivered);
        check(&[Expired, Stored], Stored);
        assert_eq!(Status::altogether(&[], true), Expired);
    }

    #[test]
    fn waiting_ends_with_what_was_wanted_or_when_it_can_no_longer_come() {
        assert!(Stored.satisfies(Stored) && !Stored.satisfies(Delivered) && Failed.satisfies(Delivered));
        assert!(!Delivered.satisfies(Acknowledged) && !Failed.satisfies(Acknowledged));
        assert!(Dead.satisfies(Acknowledged) && Expired.satisfies(Acknowledged) && Acknowledged.satisfies(Acknowledged));
    }
}
