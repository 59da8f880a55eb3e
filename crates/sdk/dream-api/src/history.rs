//! The history of messages: searched, and held against the ledger.

use crate::{Digest, Message, schema};
use dream_clock::Timestamp;
use dream_id::ProjectId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One page of the history, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct History {
    /// The messages.
    pub items: Vec<Message>,
    /// Pass it as `cursor` to get the next page; `null` at the end. Opaque.
    pub next: Option<String>,
    /// How far the history has come behind the channels.
    pub index: HistoryIndex,
}

/// How far the history has come behind the channels: what is sent appears in it a moment later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HistoryIndex {
    /// How many messages of the organisation it does not have yet.
    pub behind: u64,
    /// When the oldest of these was sent; `null` when it has all.
    #[schema(value_type = Option<schema::Time>)]
    pub behind_since: Option<Timestamp>,
}

crate::status::words! {
    /// Whether the messages of a channel are what the ledger says.
    HistoryResult {
        /// Every sealed message that is still there is what it was.
        Intact = "intact",
        /// A sealed message was changed, added or lost.
        Broken = "broken",
        /// Nothing is sealed yet.
        Empty = "empty",
    }
}

/// What verifying a channel found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HistoryReport {
    /// Whether it is as the ledger says.
    pub result: HistoryResult,
    /// The channel.
    pub channel: String,
    /// The project it belongs to.
    #[schema(value_type = Option<schema::ProjectId>)]
    pub project: Option<ProjectId>,
    /// Up to which sequence it is sealed.
    pub sealed: u64,
    /// How many messages were compared.
    pub compared: u64,
    /// How many sealed messages retention has removed, in whole or in part of a range: nothing is left to compare.
    pub removed: u64,
    /// The first range that is not what the ledger says.
    pub broken_at: Option<SealedRange>,
}

/// A range of a channel whose digest is in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SealedRange {
    /// The sequence of its first message.
    pub from: u64,
    /// The sequence of its last message.
    pub to: u64,
    /// The digest in the ledger.
    #[schema(value_type = schema::Sha256)]
    pub digest: Digest,
}
