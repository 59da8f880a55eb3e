//! A message made ready to be stored, outside of the turn at the writer.

use crate::PublishError;
use dream_clock::Timestamp;
use dream_ledger::{Digest, DigestHasher};
use dream_messages::{Channel, Headers, MAX_BODY, Message, MessageNumber, NewMessage, Space};
use serde::{Deserialize, Serialize};

/// A message made ready to be stored.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    pub(crate) channel: Channel,
    /// The channel as text.
    pub(crate) name: String,
    pub(crate) sender: String,
    pub(crate) body: String,
    /// See [`Meta`].
    pub(crate) meta: String,
    pub(crate) expires_at: Option<Timestamp>,
    /// The idempotency key, and what must be the same under it.
    pub(crate) key: Option<(String, Digest)>,
}

/// What few messages have. Kept as JSON, or as nothing at all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Meta {
    #[serde(default, skip_serializing_if = "Headers::is_empty")]
    pub(crate) headers: Headers,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reply_to: Option<Channel>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) correlation: Option<String>,
}

impl Meta {
    /// The text to keep.
    pub(crate) fn encode(&self) -> Result<String, serde_json::Error> {
        if *self == Self::default() { Ok(String::new()) } else { serde_json::to_string(self) }
    }

    /// What `text` keeps.
    pub(crate) fn decode(text: &str) -> Result<Self, serde_json::Error> {
        if text.is_empty() { Ok(Self::default()) } else { serde_json::from_str(text) }
    }
}

impl Prepared {
    /// Checks a message, and makes it ready.
    pub(crate) fn new(message: NewMessage) -> Result<Self, PublishError> {
        message.check(MAX_BODY as u64)?;
        let digest = message.key.as_ref().map(|_| fingerprint(&message));
        let NewMessage { channel, sender, body, headers, key, expires_at, reply_to, correlation } = message;
        let meta = Meta { headers, key, reply_to, correlation };
        let text = meta.encode().map_err(|error| dream_messages::MessageError::Malformed {
            part: "headers".to_owned(),
            why: format!("cannot be written as JSON: {error}"),
        })?;
        Ok(Self { name: channel.to_string(), channel, sender, body, meta: text, expires_at, key: meta.key.zip(digest) })
    }

    /// What it counts for in its channel's size.
    pub(crate) fn bytes(&self) -> u64 {
        u64::try_from(self.body.len() + self.meta.len()).unwrap_or(u64::MAX)
    }
}

/// What must be the same when a key is used again: all that the reader would see.
fn fingerprint(message: &NewMessage) -> Digest {
    let mut hasher = DigestHasher::default();
    let mut add = |text: &str| {
        hasher.update(&text.len().to_le_bytes());
        hasher.update(text.as_bytes());
    };
    add(&message.sender);
    add(&message.body);
    for (name, value) in &message.headers {
        add(name);
        add(value);
    }
    add(&message.reply_to.as_ref().map(ToString::to_string).unwrap_or_default());
    add(message.correlation.as_deref().unwrap_or_default());
    hasher.finish()
}

/// A message as its row keeps it.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) number: MessageNumber,
    pub(crate) sent_at: Timestamp,
    pub(crate) sender: String,
    pub(crate) body: String,
    pub(crate) meta: String,
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) erased: Option<Digest>,
}

impl Stored {
    /// The message, which is on `channel` of `space`.
    pub(crate) fn message(self, space: Space, channel: &Channel) -> Result<Message, serde_json::Error> {
        let Meta { headers, key, reply_to, correlation } = Meta::decode(&self.meta)?;
        Ok(Message {
            id: self.number.id(self.sent_at),
            space,
            channel: channel.clone(),
            place: self.number.place,
            sent_at: self.sent_at,
            sender: self.sender,
            body: self.body,
            headers,
            key,
            expires_at: self.expires_at,
            reply_to,
            correlation,
            erased: self.erased,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_few_messages_have_costs_nothing_where_it_is_missing() {
        assert_eq!(Meta::default().encode().unwrap(), "");
        let meta = Meta { correlation: Some("c".to_owned()), ..Meta::default() };
        assert_eq!(Meta::decode(&meta.encode().unwrap()).unwrap(), meta);
    }

    #[test]
    fn a_key_stands_for_everything_that_a_reader_would_see() {
        let print = |change: fn(&mut NewMessage)| {
            let mut message = NewMessage::new(Channel::Captain, "ada", "text");
            change(&mut message);
            fingerprint(&message)
        };
        let same = print(|_| {});
        assert_eq!(print(|m| m.expires_at = Some(Timestamp::from_micros(1))), same, "a retry may have a later expiry");
        assert_ne!(print(|m| m.body.push('x')), same);
        assert_ne!(print(|m| m.sender.push('x')), same);
        assert_ne!(print(|m| drop(m.headers.insert("a".to_owned(), String::new()))), same);
        assert_ne!(print(|m| m.reply_to = Some(Channel::Captain)), same);
    }
}
