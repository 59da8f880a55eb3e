//! Deliveries: messages that a consumer was handed, and its answers.

use crate::{ItemError, Message, Span, schema};
use dream_clock::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Asks for messages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FetchMessages {
    /// How many at most: 1 to 1,000, 100 when left out.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1000)]
    pub max: Option<u32>,
    /// How long to wait for the first: at most 60 s, not at all when left out.
    #[serde(default)]
    #[schema(value_type = Option<schema::TimeSpan>)]
    pub wait: Option<Span>,
}

/// Messages that were handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Deliveries {
    /// The deliveries, those of one channel in its order.
    pub items: Vec<Delivery>,
}

/// A message that was handed over, to be answered before `deadline`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Delivery {
    /// What to answer with: whoever it was handed to later answers with another.
    pub receipt: String,
    /// How often the message was handed to this consumer, this time included.
    pub attempt: u32,
    /// When it is handed over again unless it was answered.
    #[schema(value_type = schema::Time)]
    pub deadline: Timestamp,
    /// The message.
    pub message: Message,
}

crate::status::words! {
    /// What a consumer answers.
    Outcome {
        /// It has done with the message.
        Acknowledged = "acknowledged",
        /// It could not do it: hand it over again.
        Failed = "failed",
        /// It could not do it, and never will: a dead letter at once.
        Rejected = "rejected",
        /// It still works on it: the deadline moves on.
        InProgress = "in_progress",
    }
}

/// The answers of a consumer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleMessages {
    /// The answers: at most 1,000.
    #[schema(min_items = 1, max_items = 1000)]
    pub answers: Vec<Settle>,
}

/// The answer to one delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Settle {
    /// What the delivery said to answer with.
    pub receipt: String,
    /// The answer.
    pub outcome: Outcome,
    /// With `failed`: how long to wait before it is handed over again; what the settings say when left out.
    #[serde(default)]
    #[schema(value_type = Option<schema::TimeSpan>)]
    pub delay: Option<Span>,
    /// With `failed` and `rejected`: why, for the dead letter that it may become.
    #[serde(default)]
    pub reason: Option<String>,
}

/// What became of the answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Settled {
    /// One for each answer, in their order.
    pub items: Vec<SettledItem>,
    /// How many of them do not count, mostly because they came too late.
    pub refused: u64,
}

/// What became of one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SettledItem {
    /// Whether it counts.
    pub accepted: bool,
    /// Why it does not.
    pub error: Option<ItemError>,
}
