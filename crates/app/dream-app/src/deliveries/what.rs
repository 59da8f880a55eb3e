//! What a delivery sends, and how far its parts have come: the JSON beside its row.

use crate::AppError;
use dream_bridge::message::Message;
use dream_bridge::plan::Place;
use dream_clock::Timestamp;
use dream_ledger::Digest;
use dream_store::deliveries::DeliveryRow;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

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
    /// Whether the request that was noted as being sent changes nothing a second time.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) repeatable: bool,
    /// How far its files have come, where they are not part of the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) files: Option<FilesProgress>,
}

/// How far the files of a message have come that are uploaded beside it. Files stand here by their place in the message: their names are words of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct FilesProgress {
    /// The ids of those that were uploaded, by their places.
    pub(crate) uploaded: BTreeMap<usize, String>,
    /// The places of those that were refused, which the message names.
    pub(crate) refused: BTreeSet<usize>,
    /// Whether they were asked to be shown, and an answer may have been lost.
    pub(crate) asked: bool,
    /// Whether they are shown, or cannot be.
    pub(crate) shown: bool,
    /// Whether the message is yet to name those that could not be shown.
    pub(crate) unnamed: bool,
    /// The ids of earlier ones that stay.
    pub(crate) kept: Vec<String>,
    /// The ids of earlier ones that are to go.
    pub(crate) going: Vec<String>,
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
