//! Channels: where messages are sent to and kept.

use crate::{Span, schema};
use dream_clock::Timestamp;
use dream_id::ProjectId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Channel {
    /// Its name: `agent/<name>`, `agent/<name>/orders`, `captain`, `broadcast` or `topic/<name>`.
    pub name: String,
    /// The project it belongs to; `null` for one of the organisation.
    #[schema(value_type = Option<schema::ProjectId>)]
    pub project: Option<ProjectId>,
    /// How long and how many messages it keeps.
    pub settings: ChannelSettings,
    /// The sequence of the oldest message it still has; one more than `last` when it is empty.
    pub first: u64,
    /// The sequence of its newest message; 0 before the first.
    pub last: u64,
    /// How many messages it has.
    pub messages: u64,
    /// How many bytes their bodies take.
    pub bytes: u64,
    /// When it was made.
    #[schema(value_type = schema::Time)]
    pub created_at: Timestamp,
}

/// How long and how many messages a channel keeps. Messages past a `max_` are removed once no durable consumer owes an answer to them; a
/// `hard_` limit holds whatever is owed. What is left out is as usual.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ChannelSettings {
    /// Messages older than this are removed: `30d` unless told otherwise, none for their age when `null`.
    #[schema(value_type = Option<schema::TimeSpan>)]
    pub max_age: Option<Span>,
    /// More messages than this are not kept; any number when `null`.
    pub max_messages: Option<u64>,
    /// More bytes than this are not kept: 1 GiB unless told otherwise, any number when `null`.
    pub max_bytes: Option<u64>,
    /// Nothing is kept longer than this: what is still owed then is a dead letter, as expired.
    #[schema(value_type = Option<schema::TimeSpan>)]
    pub hard_age: Option<Span>,
    /// The most messages at any time: 50,000,000 unless told otherwise.
    pub hard_messages: u64,
    /// The most bytes at any time: 64 GiB unless told otherwise.
    pub hard_bytes: u64,
    /// What happens to a message that is sent when one of the two is reached.
    pub when_full: WhenFull,
    /// The longest body in bytes, at most 262,144.
    pub max_body: u64,
}

impl Default for ChannelSettings {
    fn default() -> Self {
        Self {
            max_age: Some(Span::of_millis(30 * 86_400_000)),
            max_messages: None,
            max_bytes: Some(1 << 30),
            hard_age: None,
            hard_messages: 50_000_000,
            hard_bytes: 64 << 30,
            when_full: WhenFull::Refuse,
            max_body: 256 << 10,
        }
    }
}

crate::status::words! {
    /// What happens to a message that is sent to a full channel.
    WhenFull {
        /// It is refused until consumers have caught up.
        Refuse = "refuse",
        /// The oldest make room; what is owed of them is a dead letter, as expired.
        Expire = "expire",
    }
}

/// A channel to make, or new settings for one that is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutChannel {
    /// Its name: `agent/<name>`, `agent/<name>/orders`, `captain`, `broadcast` or `topic/<name>`.
    #[schema(min_length = 1)]
    pub name: String,
    /// The project it belongs to; the organisation when left out.
    #[serde(default)]
    #[schema(value_type = Option<schema::ProjectId>)]
    pub project: Option<ProjectId>,
    /// How long and how many messages it keeps; what is usual when left out.
    #[serde(default)]
    pub settings: Option<ChannelSettings>,
}
