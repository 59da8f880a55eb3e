//! Dead letters: messages that a consumer could not do, as often as it was handed them.

use crate::{Message, schema};
use dream_clock::Timestamp;
use dream_id::MessageId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A message that a consumer could not do, or that expired before it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeadLetter {
    /// The message, with its body as it was edited last.
    pub message: Message,
    /// The consumer that could not do it.
    pub consumer: String,
    /// How often it was handed over.
    pub attempts: u32,
    /// Why it is dead.
    pub reason: DeadReason,
    /// What its last holder said, if it said why.
    pub detail: Option<String>,
    /// Since when.
    #[schema(value_type = schema::Time)]
    pub at: Timestamp,
    /// Whether what it says was changed since.
    pub edited: bool,
}

crate::status::words! {
    /// Why a message is a dead letter.
    DeadReason {
        /// It was handed over as often as the consumer allows.
        Deliveries = "deliveries",
        /// Whoever had it rejected it.
        Rejected = "rejected",
        /// Its own time was over, or the channel's hard limit removed it.
        Expired = "expired",
    }
}

/// Changes what a dead letter says, before it is replayed. The message as it was sent stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditDeadLetter {
    /// What it shall say.
    pub body: String,
}

/// Names dead letters of a consumer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChooseDeadLetters {
    /// Those of these messages, at most 100; all when left out.
    #[serde(default)]
    #[schema(value_type = Option<Vec<schema::MessageId>>)]
    pub messages: Option<Vec<MessageId>>,
}

/// How many dead letters it was done to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChosenDeadLetters {
    /// How many.
    pub count: u64,
}
