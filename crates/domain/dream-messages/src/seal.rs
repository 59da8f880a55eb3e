//! The digest of a range of messages, which the ledger keeps so that history can be proved.
//!
//! It is the SHA-256 of the messages' own digests, one after the other in the order of their places. A message's digest is the SHA-256
//! of the RFC 8785 JSON of its id, place, sender, time and headers, of what it replies to, and of the SHA-256 of its body: what a
//! message says can be erased, and the seal still holds.

use crate::{Headers, Message};
use dream_id::MessageId;
use dream_ledger::jcs::{self, JcsError};
use dream_ledger::{Digest, DigestHasher};
use serde::Serialize;

/// A seal that is being made: give it every message of the range in order.
#[derive(Debug, Clone, Default)]
pub struct Seal {
    hasher: DigestHasher,
    first: Option<u64>,
    last: u64,
    messages: u64,
}

/// What is sealed of one message.
#[derive(Serialize)]
struct Sealed<'m> {
    id: MessageId,
    place: u64,
    sender: &'m str,
    sent_at: i64,
    headers: &'m Headers,
    reply_to: Option<String>,
    correlation: Option<&'m str>,
    expires_at: Option<i64>,
    body: Digest,
}

impl Message {
    /// The digest of the body: as it was kept when the body was erased.
    #[must_use]
    pub fn body_digest(&self) -> Digest {
        self.erased.unwrap_or_else(|| Digest::of(self.body.as_bytes()))
    }
}

impl Seal {
    /// Adds the next message.
    ///
    /// # Errors
    /// [`JcsError`] for a message that has no canonical form, which none has that was published.
    pub fn add(&mut self, message: &Message) -> Result<(), JcsError> {
        let sealed = Sealed {
            id: message.id,
            place: message.place,
            sender: &message.sender,
            sent_at: message.sent_at.micros(),
            headers: &message.headers,
            reply_to: message.reply_to.as_ref().map(ToString::to_string),
            correlation: message.correlation.as_deref(),
            expires_at: message.expires_at.map(dream_clock::Timestamp::micros),
            body: message.body_digest(),
        };
        self.hasher.update(Digest::of(&jcs::to_vec(&sealed)?).as_bytes());
        self.first.get_or_insert(message.place);
        self.last = message.place;
        self.messages += 1;
        Ok(())
    }

    /// How many messages it has.
    #[must_use]
    pub const fn messages(&self) -> u64 {
        self.messages
    }

    /// The places of the first and the last message, and the digest; `None` of no messages.
    #[must_use]
    pub fn finish(self) -> Option<(u64, u64, Digest)> {
        Some((self.first?, self.last, self.hasher.finish()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Channel, MessageNumber, Space};
    use dream_clock::Timestamp;
    use dream_id::TypedId;

    fn message(place: u64, body: &str) -> Message {
        let at = Timestamp::from_micros(1_700_000_000_000_000);
        Message {
            id: MessageNumber { channel: 7, place }.id(at),
            space: Space::org(dream_id::OrgId::from_parts(1, [1; 10])),
            channel: Channel::Captain,
            place,
            sent_at: at,
            sender: "per_1".to_owned(),
            body: body.to_owned(),
            headers: Headers::new(),
            key: None,
            expires_at: None,
            reply_to: None,
            correlation: None,
            erased: None,
        }
    }

    fn digest(messages: &[Message]) -> Digest {
        let mut seal = Seal::default();
        for message in messages {
            seal.add(message).unwrap();
        }
        seal.finish().unwrap().2
    }

    #[test]
    fn a_seal_tells_every_change_and_survives_erasure() {
        let whole = [message(1, "a"), message(2, "b")];
        let sealed = digest(&whole);
        let change = |change: fn(&mut Message)| {
            let mut other = whole.clone();
            change(&mut other[1]);
            digest(&other)
        };
        assert_eq!(digest(&whole.clone()), sealed);
        assert_ne!(change(|m| m.body = "c".to_owned()), sealed);
        assert_ne!(change(|m| m.sender = "per_2".to_owned()), sealed);
        assert_ne!(change(|m| m.sent_at = Timestamp::from_micros(1)), sealed);
        assert_ne!(change(|m| m.place = 3), sealed);
        assert_ne!(digest(&whole[..1]), sealed);
        let erase = |m: &mut Message| {
            m.erased = Some(m.body_digest());
            m.body = String::new();
        };
        assert_eq!(change(erase), sealed);
        assert!(Seal::default().finish().is_none());
    }
}
