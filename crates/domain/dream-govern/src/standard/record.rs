//! An organisation's standard and its published versions.

use crate::fold::cannot_begin;
use dream_clock::Timestamp;
use dream_id::StandardId;
use dream_ledger::{Aggregate, Digest, EventData, FoldError, Recorded};
use serde::{Deserialize, Serialize};

/// The standard of an organisation, as folded from its events: its newest version. There is at most one in an organisation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StandardRecord {
    /// Its id.
    pub id: StandardId,
    /// The number of the newest version, from 1.
    pub number: u32,
    /// The digest of the newest source, under which the body is kept.
    pub source: Digest,
    /// When the newest version was published.
    pub published_at: Timestamp,
}

/// What can happen to a standard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum StandardEvent {
    /// A version was published.
    Published {
        /// The version's number, from 1.
        number: u32,
        /// The digest of its source.
        source: Digest,
    },
}

impl EventData for StandardEvent {}

impl Aggregate for StandardRecord {
    type Id = StandardId;
    type Event = StandardEvent;
    const NOUN: &'static str = "standard";

    fn create(id: StandardId, first: &Recorded<StandardEvent>) -> Result<Self, FoldError> {
        match &first.event {
            StandardEvent::Published { number: number @ 1, source } => {
                Ok(Self { id, number: *number, source: *source, published_at: first.at })
            }
            other @ StandardEvent::Published { .. } => Err(cannot_begin(Self::NOUN, other)),
        }
    }

    fn apply(&mut self, event: &Recorded<StandardEvent>) {
        let StandardEvent::Published { number, source } = &event.event;
        self.number = *number;
        self.source = *source;
        self.published_at = event.at;
    }
}
