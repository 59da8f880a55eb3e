//! Receipts: to whom a message was delivered, and what they made of it.

use crate::{MessageStatus, schema};
use dream_clock::Timestamp;
use dream_id::MessageId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a message stands with one consumer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Receipt {
    /// The message.
    #[schema(value_type = schema::MessageId)]
    pub message: MessageId,
    /// The consumer's name.
    pub consumer: String,
    /// Where it stands.
    pub status: MessageStatus,
    /// How often it was handed over.
    pub attempt: u32,
    /// Since when it stands there; when it was sent, where nothing happened since or the moment is no longer known.
    #[schema(value_type = schema::Time)]
    pub at: Timestamp,
    /// Who has it or had it last, where that is known.
    pub holder: Option<String>,
}

/// The receipts of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Receipts {
    /// One for each consumer that the message is for.
    pub items: Vec<Receipt>,
    /// Always `null`: receipts are one page.
    pub next: Option<String>,
    /// Where the message stands altogether.
    pub status: MessageStatus,
    /// Whether the status that was waited for came in time; `null` when none was waited for.
    pub reached: Option<bool>,
}
