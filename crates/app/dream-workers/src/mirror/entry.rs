//! A message as the mirror shows it: as the API does.

use dream_clock::Timestamp;
use dream_id::MessageId;
use dream_messages::{Message, Status};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::json;

/// One message of the mirror.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) id: MessageId,
    /// The number of its channel; unknown of what was read from a file.
    pub(super) channel: u32,
    pub(super) place: u64,
    /// When it was sent; unknown of what was read from a file.
    pub(super) at: Timestamp,
    /// Whether it will come no further.
    pub(super) settled: bool,
    /// The message as JSON.
    pub(super) json: String,
}

impl Entry {
    /// A message of the channel with that number, as it stands.
    pub(super) fn of(channel: u32, message: &Message, status: Status) -> Self {
        let document = json!({
            "id": message.id,
            "channel": message.channel,
            "project": message.space.project,
            "sequence": message.place,
            "sender": message.sender,
            "body": message.erased.is_none().then_some(&message.body),
            "digest": message.body_digest().to_string(),
            "headers": message.headers,
            "reply_to": message.reply_to,
            "correlation": message.correlation,
            "sent_at": message.sent_at,
            "expires_at": message.expires_at,
            "status": status.as_str(),
        });
        let (id, place, at) = (message.id, message.place, message.sent_at);
        Self { id, channel, place, at, settled: status.is_final(), json: document.to_string() }
    }

    pub(super) fn id(&self) -> MessageId {
        self.id
    }
}

/// What is read back from a file: the id and the text are enough.
impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let document = serde_json::Value::deserialize(deserializer)?;
        let id = document.get("id").and_then(serde_json::Value::as_str).and_then(|id| id.parse().ok());
        let id = id.ok_or_else(|| D::Error::custom("a message of the mirror has no id"))?;
        let (channel, place) = dream_app::history::place_of(id);
        Ok(Self { id, channel, place, at: Timestamp::from_micros(0), settled: false, json: document.to_string() })
    }
}
