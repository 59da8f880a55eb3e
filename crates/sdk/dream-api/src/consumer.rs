//! Consumers: durable readers of channels, by name.

use crate::{Span, schema};
use dream_clock::Timestamp;
use dream_id::ProjectId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A consumer: whoever uses its name shares its messages; every consumer gets each message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Consumer {
    /// Its name.
    pub name: String,
    /// The project whose channels it reads; `null` for those of the organisation.
    #[schema(value_type = Option<schema::ProjectId>)]
    pub project: Option<ProjectId>,
    /// The channel or pattern that it reads, such as `topic/build.*`.
    pub pattern: String,
    /// How messages are handed to it.
    pub settings: ConsumerSettings,
    /// How many channels that is now.
    pub channels: u64,
    /// How many messages it has not been handed yet.
    pub backlog: u64,
    /// How many are in somebody's hands, or wait to be handed over again.
    pub pending: u64,
    /// How many of its messages are dead letters.
    pub dead: u64,
    /// When it was made.
    #[schema(value_type = schema::Time)]
    pub created_at: Timestamp,
    /// When it was last used; exact to a minute.
    #[schema(value_type = schema::Time)]
    pub used_at: Timestamp,
}

crate::status::words! {
    /// Where a new consumer begins.
    ConsumerStart {
        /// At the oldest message there is.
        First = "first",
        /// At the first that comes after it.
        New = "new",
    }
}

/// How messages are handed to a consumer. What is left out is as usual.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConsumerSettings {
    /// How long it may work on a message before that is handed over again: `30s` unless told otherwise.
    #[schema(value_type = schema::TimeSpan)]
    pub ack_wait: Span,
    /// How often a message is handed over before it becomes a dead letter: 5 times unless told otherwise.
    pub max_deliveries: u32,
    /// How long the pause before the second try is; it doubles with each: `1s` unless told otherwise.
    #[schema(value_type = schema::TimeSpan)]
    pub backoff: Span,
    /// The longest pause: `5m` unless told otherwise.
    #[schema(value_type = schema::TimeSpan)]
    pub max_backoff: Span,
    /// How many messages it may have at once without an answer: 1,000 unless told otherwise.
    pub max_in_flight: u32,
    /// Where it begins in channels that are there already: at new messages unless told otherwise.
    pub start: ConsumerStart,
    /// It is taken away after it was not used for this long; never when `null`.
    #[schema(value_type = Option<schema::TimeSpan>)]
    pub idle: Option<Span>,
}

impl Default for ConsumerSettings {
    fn default() -> Self {
        Self {
            ack_wait: Span::of_millis(30_000),
            max_deliveries: 5,
            backoff: Span::of_millis(1_000),
            max_backoff: Span::of_millis(300_000),
            max_in_flight: 1_000,
            start: ConsumerStart::New,
            idle: None,
        }
    }
}

/// A consumer to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateConsumer {
    /// Its name.
    #[schema(min_length = 1)]
    pub name: String,
    /// The project whose channels it reads; the organisation's when left out.
    #[serde(default)]
    #[schema(value_type = Option<schema::ProjectId>)]
    pub project: Option<ProjectId>,
    /// The channel or pattern that it reads, such as `topic/build.*`.
    #[schema(min_length = 1)]
    pub pattern: String,
    /// How messages are handed to it.
    #[serde(default)]
    pub settings: ConsumerSettings,
}

/// Takes a consumer away, with its place and its dead letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveConsumer {
    /// Why, for the record.
    #[schema(min_length = 1)]
    pub reason: String,
}
