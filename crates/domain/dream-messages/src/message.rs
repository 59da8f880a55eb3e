//! A message: as its sender hands it over, and as it is kept.

use crate::{Channel, MAX_CORRELATION, MAX_HEADER_BYTES, MAX_KEY, MAX_SENDER, Space};
use dream_clock::Timestamp;
use dream_id::MessageId;
use dream_ledger::Digest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Names and values that travel with a message. Names are lowercase letters, digits and `-`.
pub type Headers = BTreeMap<String, String>;

/// A message to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// Where it goes.
    pub channel: Channel,
    /// Who sends it, as the server knows them.
    pub sender: String,
    /// What it says.
    pub body: String,
    /// What travels with it.
    pub headers: Headers,
    /// Published once per channel and key; a repeated key answers with the first message.
    pub key: Option<String>,
    /// Not delivered from this moment on.
    pub expires_at: Option<Timestamp>,
    /// Where an answer goes.
    pub reply_to: Option<Channel>,
    /// What an answer refers to.
    pub correlation: Option<String>,
}

/// A message as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// Whose it is.
    pub space: Space,
    /// Where it was sent.
    pub channel: Channel,
    /// Its place within the channel: from 1, without gaps.
    pub place: u64,
    /// When it was stored.
    pub sent_at: Timestamp,
    /// Who sent it.
    pub sender: String,
    /// What it says; empty once it was erased.
    pub body: String,
    /// What travels with it.
    pub headers: Headers,
    /// Its idempotency key.
    pub key: Option<String>,
    /// Not delivered from this moment on.
    pub expires_at: Option<Timestamp>,
    /// Where an answer goes.
    pub reply_to: Option<Channel>,
    /// What an answer refers to.
    pub correlation: Option<String>,
    /// The digest of the body, where the body was erased.
    pub erased: Option<Digest>,
}

/// Why a message cannot be published as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum MessageError {
    /// The body is longer than the channel takes.
    #[error("the body has {bytes} bytes, and {limit} is the most that the channel takes; send a reference to it instead")]
    TooLarge {
        /// How long it is.
        bytes: u64,
        /// How long it may be.
        limit: u64,
    },
    /// A text that is too long or has a character that cannot be kept.
    #[error("the {part} {why}")]
    Malformed {
        /// Which part of the message.
        part: String,
        /// What is wrong, and what would be right.
        why: String,
    },
}

impl MessageError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "message_too_large",
            Self::Malformed { .. } => "bad_message",
        }
    }
}

impl NewMessage {
    /// A message with nothing but what it needs.
    #[must_use]
    pub fn new(channel: Channel, sender: impl Into<String>, body: impl Into<String>) -> Self {
        Self {
            channel,
            sender: sender.into(),
            body: body.into(),
            headers: Headers::new(),
            key: None,
            expires_at: None,
            reply_to: None,
            correlation: None,
        }
    }

    /// What it counts for in batches and in a channel's size: the bytes of body and headers.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.body.len() + header_bytes(&self.headers)
    }

    /// Refuses what cannot be kept; the length of the body is checked against the channel's own limit.
    ///
    /// # Errors
    /// [`MessageError`] names the first part that is wrong.
    pub fn check(&self, max_body: u64) -> Result<(), MessageError> {
        let bytes = u64::try_from(self.body.len()).unwrap_or(u64::MAX);
        if bytes > max_body {
            return Err(MessageError::TooLarge { bytes, limit: max_body });
        }
        if self.body.contains('\0') {
            return Err(malformed("body", "holds a NUL character, which text cannot; encode binary data, as base64 for one"));
        }
        check_headers(&self.headers)?;
        check_text("sender", &self.sender, MAX_SENDER)?;
        for (part, text, most) in [("key", &self.key, MAX_KEY), ("correlation", &self.correlation, MAX_CORRELATION)] {
            text.as_deref().map_or(Ok(()), |text| check_text(part, text, most))?;
        }
        Ok(())
    }
}

fn header_bytes(headers: &Headers) -> usize {
    headers.iter().map(|(name, value)| name.len() + value.len()).sum()
}

/// Refuses headers that cannot be kept.
pub(crate) fn check_headers(headers: &Headers) -> Result<(), MessageError> {
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    if let Some(name) = headers.keys().find(|name| !is_name(name)) {
        let shown: String = name.chars().take(64).collect();
        return Err(malformed("headers", format!("have the name `{shown}`; use lowercase letters, digits and `-`")));
    }
    if let Some(name) = headers.iter().find_map(|(name, value)| value.contains('\0').then_some(name)) {
        return Err(malformed("headers", format!("have a NUL character in `{name}`, which text cannot")));
    }
    let bytes = header_bytes(headers);
    if bytes > MAX_HEADER_BYTES {
        return Err(malformed("headers", format!("have {bytes} bytes together, and {MAX_HEADER_BYTES} is the most")));
    }
    Ok(())
}

fn check_text(part: &'static str, text: &str, most: usize) -> Result<(), MessageError> {
    match text.len() {
        0 => Err(malformed(part, "is empty")),
        length if length > most => Err(malformed(part, format!("has {length} bytes, and {most} is the most"))),
        _ if text.chars().any(char::is_control) => Err(malformed(part, "holds a control character; use printable text")),
        _ => Ok(()),
    }
}

fn malformed(part: &'static str, why: impl Into<String>) -> MessageError {
    MessageError::Malformed { part: part.to_owned(), why: why.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_kept_is_refused_by_the_part_that_is_wrong() {
        let check = |change: fn(&mut NewMessage), wanted: Option<&str>| {
            let mut message = NewMessage::new(Channel::Captain, "per_1", "text");
            change(&mut message);
            let refused = message.check(10).err().map(|error| match error {
                MessageError::TooLarge { .. } => "too large".to_owned(),
                MessageError::Malformed { part, .. } => part,
            });
            assert_eq!(refused.as_deref(), wanted, "{message:?}");
        };
        check(|_| {}, None);
        check(|m| m.body = "0123456789".to_owned(), None);
        check(|m| m.body = "0123456789a".to_owned(), Some("too large"));
        check(|m| m.body = "a\0".to_owned(), Some("body"));
        check(|m| m.sender = String::new(), Some("sender"));
        check(|m| m.key = Some("a\nb".to_owned()), Some("key"));
        check(|m| m.key = Some("k".repeat(MAX_KEY + 1)), Some("key"));
        check(|m| m.correlation = Some(String::new()), Some("correlation"));
        check(|m| drop(m.headers.insert("A".to_owned(), String::new())), Some("headers"));
        check(|m| drop(m.headers.insert("a".to_owned(), "\0".to_owned())), Some("headers"));
        check(|m| drop(m.headers.insert("a".to_owned(), "x".repeat(MAX_HEADER_BYTES))), Some("headers"));
    }
}
