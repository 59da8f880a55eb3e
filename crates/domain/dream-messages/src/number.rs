//! A message's number, and the id that is made of it.
//!
//! A message is found by its channel's number and its place in the channel, and its id carries both, so that no index from ids to
//! messages is needed. Channels' numbers are drawn at random, so an id tells nothing about what other organisations do.

use dream_clock::Timestamp;
use dream_id::{MessageId, TypedId};

/// Bits of the place within the channel: 549 thousand million messages.
const PLACE_BITS: u32 = 39;
const PLACE_MASK: u64 = (1 << PLACE_BITS) - 1;
/// The bits of a `UUIDv7`'s random part that follow its variant.
const LOW_BITS: u32 = 62;

/// Where a message is: the channel's number (24 bits, drawn at random) and the place within the channel (39 bits, dense, from 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageNumber {
    /// The channel's number.
    pub channel: u32,
    /// The place within the channel, from 1.
    pub place: u64,
}

/// A channel that has no place left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the channel has no number left for another message; send to another channel")]
pub struct NumberError;

impl MessageNumber {
    /// The highest place of a channel.
    pub const LAST_PLACE: u64 = PLACE_MASK;
    /// The highest number of a channel.
    pub const LAST_CHANNEL: u32 = (1 << 24) - 1;

    /// The number as the store keeps it; numbers of one channel lie side by side, in order.
    #[must_use]
    pub fn stored(self) -> i64 {
        let bits = (u64::from(self.channel) << PLACE_BITS) | (self.place & PLACE_MASK);
        // 63 bits, so never negative.
        i64::try_from(bits).unwrap_or(i64::MAX)
    }

    /// The number that the store keeps as `stored`.
    #[must_use]
    pub fn from_stored(stored: i64) -> Self {
        let bits = u64::try_from(stored).unwrap_or(0);
        Self { channel: u32::try_from(bits >> PLACE_BITS).unwrap_or(0), place: bits & PLACE_MASK }
    }

    /// The id of the message that was sent at `sent_at` and has this number.
    #[must_use]
    pub fn id(self, sent_at: Timestamp) -> MessageId {
        let bits = u128::try_from(self.stored()).unwrap_or(0);
        // Version and variant take 6 of the 80 bits; what lies below the variant holds 62 of the number's 63.
        let high = bits >> LOW_BITS;
        let low = bits & ((1 << LOW_BITS) - 1);
        let all = ((high << 64) | low).to_be_bytes();
        let mut random = [0; 10];
        random.copy_from_slice(all.last_chunk::<10>().unwrap_or(&[0; 10]));
        MessageId::from_parts(sent_at.unix_ms(), random)
    }

    /// The number in `id`. The message there is the one that was asked for only if its own id is `id`.
    #[must_use]
    pub fn of(id: MessageId) -> Self {
        let bits = id.bits();
        let low = bits & ((1 << LOW_BITS) - 1);
        let high = (bits >> 64) & 1;
        Self::from_stored(i64::try_from((high << LOW_BITS) | low).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_carries_its_number_and_sorts_by_time() {
        for channel in [0, 1, 77, 1 << 22, 1 << 23, MessageNumber::LAST_CHANNEL] {
            for place in [1, 2, 1 << 20, MessageNumber::LAST_PLACE] {
                let number = MessageNumber { channel, place };
                assert_eq!(MessageNumber::from_stored(number.stored()), number);
                let id = number.id(Timestamp::from_micros(1_767_225_600_123_456));
                assert_eq!(MessageNumber::of(id), number);
                assert_eq!(id.to_string().parse(), Ok(id));
                assert!(id < MessageNumber { channel: 0, place: 1 }.id(Timestamp::from_micros(1_767_225_600_124_456)));
            }
        }
        let at = Timestamp::from_micros(5_000);
        assert!(MessageNumber { channel: 3, place: 1 }.id(at) < MessageNumber { channel: 3, place: 2 }.id(at));
    }
}
