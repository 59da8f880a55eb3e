//! What a delivery sends, and how far its parts have come: the JSON beside its row.

use crate::AppError;
use dream_bridge::message::Message;
use dream_bridge::plan::Place;
use dream_clock::Timestamp;
use dream_ledger::Digest;
use dream_store::deliveries::DeliveryRow;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What is sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum What {
    /// A message that rules planned.
    Message {
        /// What is said.
        message: Box<Message>,
        /// Where within its destination.
        place: Place,
    },
    /// An event, for a subscription.
    Event {
        /// Its type.
        kind: String,
        /// When it happened.
        at: Timestamp,
        /// What is told of it.
        data: Value,
    },
    /// What was erased.
    Erased {
        /// Of what stood here.
        digest: Digest,
    },
}

/// How far the parts of a delivery have come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Progress {
    /// Whether the rest was settled, before the first request.
    pub(crate) begun: bool,
    /// The messages that this delivery has made or changed, in order.
    pub(crate) messages: Vec<String>,
    /// The earlier messages that it replaces, in order.
    pub(crate) old: Vec<String>,
    /// The channel in which they are.
    pub(crate) old_channel: String,
    /// How many of those that are left over were removed.
    pub(crate) removed: usize,
    /// The message that the thread is to begin from.
    pub(crate) starter: Option<String>,
    /// The thread that it goes into.
    pub(crate) thread: Option<String>,
}

impl What {
    pub(crate) fn of(row: &DeliveryRow) -> Result<Self, AppError> {
        serde_json::from_str(&row.what).map_err(|error| AppError::damaged("deliveries", row.id).because(error))
    }

    pub(crate) fn text(&self) -> Result<String, AppError> {
        serde_json::to_string(self).map_err(|error| AppError::internal("writing what a delivery sends", error))
    }
}

impl Progress {
    pub(crate) fn of(row: &DeliveryRow) -> Result<Self, AppError> {
        if row.progress.is_empty() {
            return Ok(Self::default());
        }
        serde_json::from_str(&row.progress).map_err(|error| AppError::damaged("deliveries", row.id).because(error))
    }

    pub(crate) fn text(&self) -> Result<String, AppError> {
        serde_json::to_string(self).map_err(|error| AppError::internal("writing how far a delivery has come", error))
    }
}
