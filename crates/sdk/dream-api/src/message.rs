//! Messages: what is sent over channels, and what became of it.

use crate::{Digest, Span, schema};
use dream_clock::Timestamp;
use dream_id::{MessageId, ProjectId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The most messages that one batch holds.
pub const MAX_BATCH: usize = 1_000;

crate::status::words! {
    /// Where a message stands; also where it stands with one consumer.
    MessageStatus {
        /// It is on disk, and nobody was handed it.
        Stored = "stored",
        /// It was handed to a consumer, which has not answered.
        Delivered = "delivered",
        /// The consumer has done with it.
        Acknowledged = "acknowledged",
        /// The consumer could not do it; it is handed over again later.
        Failed = "failed",
        /// Its time was over before anybody was done with it.
        Expired = "expired",
        /// It was handed over as often as is allowed, and is a dead letter now.
        Dead = "dead",
    }
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Message {
    /// Its id.
    #[schema(value_type = schema::MessageId)]
    pub id: MessageId,
    /// The channel it was sent to: `agent/<name>`, `agent/<name>/orders`, `captain`, `broadcast` or `topic/<name>`.
    pub channel: String,
    /// The project that the channel belongs to; `null` for one of the organisation.
    #[schema(value_type = Option<schema::ProjectId>)]
    pub project: Option<ProjectId>,
    /// Its place in the channel, from 1, without gaps.
    pub sequence: u64,
    /// Who sent it, as the server authenticated them: the id of a person, `agent/<name>` or `system/<part>`.
    pub sender: String,
    /// The person's name; `null` of others.
    pub sender_name: Option<String>,
    /// What it says; `null` when that was erased.
    pub body: Option<String>,
    /// The digest of the body, which stays when the body is erased.
    #[schema(value_type = schema::Sha256)]
    pub digest: Digest,
    /// Facts beside the body.
    pub headers: BTreeMap<String, String>,
    /// The key under which it is one message, however often it is sent.
    pub key: Option<String>,
    /// The channel that a reply is expected on.
    pub reply_to: Option<String>,
    /// What ties a reply to its request.
    pub correlation: Option<String>,
    /// When it was sent.
    #[schema(value_type = schema::Time)]
    pub sent_at: Timestamp,
    /// When it ceases to be of use.
    #[schema(value_type = Option<schema::Time>)]
    pub expires_at: Option<Timestamp>,
    /// Where it stands altogether.
    pub status: MessageStatus,
}

/// A message to send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendMessage {
    /// The channel: `agent/<name>`, `agent/<name>/orders`, `captain`, `broadcast` or `topic/<name>`.
    #[schema(min_length = 1)]
    pub channel: String,
    /// The project that the channel belongs to; the organisation's when left out.
    #[serde(default)]
    #[schema(value_type = Option<schema::ProjectId>)]
    pub project: Option<ProjectId>,
    /// What it says.
    pub body: String,
    /// Facts beside the body.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The same key on the same channel with the same content is one message, however often it is sent within 24 hours; after that it is another.
    #[serde(default)]
    pub key: Option<String>,
    /// For how long it is of use; for ever when left out.
    #[serde(default)]
    #[schema(value_type = Option<schema::TimeSpan>)]
    pub expires_in: Option<Span>,
    /// The channel that a reply is expected on.
    #[serde(default)]
    pub reply_to: Option<String>,
    /// What ties a reply to its request.
    #[serde(default)]
    pub correlation: Option<String>,
}

/// Messages to send together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendMessages {
    /// The messages, in the order in which they are to stand in their channels: at most 1,000.
    #[schema(min_items = 1, max_items = 1000)]
    pub messages: Vec<SendMessage>,
}

/// What became of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SentMessages {
    /// One for each message of the batch, in its order.
    pub items: Vec<SentMessage>,
    /// How many of them were refused.
    pub refused: u64,
}

/// What became of one message of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SentMessage {
    /// The message's id; `null` when it was refused.
    #[schema(value_type = Option<schema::MessageId>)]
    pub id: Option<MessageId>,
    /// Its place in the channel.
    pub sequence: Option<u64>,
    /// Whether it had been sent before under the same key.
    pub repeated: bool,
    /// Why it was refused.
    pub error: Option<ItemError>,
}

/// Why one item of a batch was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ItemError {
    /// The stable code, as in a problem.
    pub code: String,
    /// What happened, why, and what to do next.
    pub detail: String,
}

/// A message to which a reply is awaited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestReply {
    /// The message; it names no `reply_to` and no `correlation`, which the server makes.
    pub message: SendMessage,
    /// How long to wait for the reply: at most 60 s, 30 s when left out. The message is of no use after that.
    #[serde(default)]
    #[schema(value_type = Option<schema::TimeSpan>)]
    pub timeout: Option<Span>,
}

/// Erases what a message says; its digest stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EraseMessage {
    /// Why, for the record.
    #[schema(min_length = 1)]
    pub reason: String,
}
