//! What an organisation tells a craft in place of the built-in prompt, and its published versions.

use crate::{Craft, fold::cannot_begin};
use dream_clock::Timestamp;
use dream_id::PromptId;
use dream_ledger::{Aggregate, Digest, EventData, FoldError, Recorded};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The prompts that stand in place of built-in ones: for each craft the digest of the text.
pub type PromptPins = BTreeMap<Craft, Digest>;

/// An organisation's prompt for one craft, as folded from its events: its newest version. Older ones stay readable by their digest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PromptRecord {
    /// Its id.
    pub id: PromptId,
    /// The craft that it is told to; one prompt for each in an organisation.
    pub craft: Craft,
    /// The number of the newest version, from 1; it goes on after a reset.
    pub number: u32,
    /// The digest of the text that is told now, under which the body is kept; `None` when it is the built-in prompt again.
    pub text: Option<Digest>,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// What can happen to a prompt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum PromptEvent {
    /// A version was published: what starts from now on is told it.
    Published {
        /// The craft.
        craft: Craft,
        /// The version's number, from 1.
        number: u32,
        /// The digest of its text.
        text: Digest,
    },
    /// The built-in prompt is told again.
    Reset {},
}

impl EventData for PromptEvent {}

impl PromptRecord {
    /// The pins of an organisation with these prompts.
    pub fn pins<'a>(prompts: impl IntoIterator<Item = &'a Self>) -> PromptPins {
        prompts.into_iter().filter_map(|prompt| Some((prompt.craft, prompt.text?))).collect()
    }
}

impl Aggregate for PromptRecord {
    type Id = PromptId;
    type Event = PromptEvent;
    const NOUN: &'static str = "prompt";

    fn create(id: PromptId, first: &Recorded<PromptEvent>) -> Result<Self, FoldError> {
        match &first.event {
            PromptEvent::Published { craft, number: number @ 1, text } => {
                Ok(Self { id, craft: *craft, number: *number, text: Some(*text), changed_at: first.at })
            }
            other => Err(cannot_begin(Self::NOUN, other)),
        }
    }

    fn apply(&mut self, event: &Recorded<PromptEvent>) {
        self.changed_at = event.at;
        match &event.event {
            PromptEvent::Published { number, text, .. } => {
                self.number = *number;
                self.text = Some(*text);
            }
            PromptEvent::Reset {} => self.text = None,
        }
    }
}
