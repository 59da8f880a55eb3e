//! An organisation's template and its published versions.

use crate::fold::cannot_begin;
use dream_clock::Timestamp;
use dream_id::TemplateId;
use dream_ledger::{Aggregate, Digest, EventData, FoldError, Recorded};
use serde::{Deserialize, Serialize};

/// A template of an organisation, as folded from its events: its newest version. Older ones stay readable by their digest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TemplateRecord {
    /// Its id.
    pub id: TemplateId,
    /// Its name, unique in the organisation; it hides a built-in template of the same name.
    pub name: String,
    /// The number of the newest version, from 1.
    pub number: u32,
    /// The digest of the newest source, under which the body is kept.
    pub source: Digest,
    /// When the newest version was published.
    pub published_at: Timestamp,
}

/// What can happen to a template.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum TemplateEvent {
    /// A version was published.
    Published {
        /// The template's name.
        name: String,
        /// The version's number, from 1.
        number: u32,
        /// The digest of its source.
        source: Digest,
    },
}

impl EventData for TemplateEvent {}

impl Aggregate for TemplateRecord {
    type Id = TemplateId;
    type Event = TemplateEvent;
    const NOUN: &'static str = "template";

    fn create(id: TemplateId, first: &Recorded<TemplateEvent>) -> Result<Self, FoldError> {
        match &first.event {
            TemplateEvent::Published { name, number: number @ 1, source } => {
                Ok(Self { id, name: name.clone(), number: *number, source: *source, published_at: first.at })
            }
            other @ TemplateEvent::Published { .. } => Err(cannot_begin(Self::NOUN, other)),
        }
    }

    fn apply(&mut self, event: &Recorded<TemplateEvent>) {
        let TemplateEvent::Published { number, source, .. } = &event.event;
        self.number = *number;
        self.source = *source;
        self.published_at = event.at;
    }
}
