//! The rules of an organisation and their versions.

use crate::fold::cannot_begin;
use dream_clock::Timestamp;
use dream_id::{OrgId, RulesId};
use dream_ledger::{Aggregate, By, Digest, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};

/// The rules of an organisation, as folded from their events: the newest version. There is at most one such record in an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// The number of the newest version, from 1.
    pub number: u32,
    /// The digest of its text, under which the body is kept.
    pub text: Digest,
    /// When it was written.
    pub written_at: Timestamp,
}

/// What can happen to rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum RulesEvent {
    /// They were written for the first time.
    Begun {
        /// The digest of their text.
        text: Digest,
    },
    /// They were written anew.
    Rewritten {
        /// The version's number, from 2.
        number: u32,
        /// The digest of their text.
        text: Digest,
    },
}

impl EventData for RulesEvent {}

impl Rules {
    /// The first rules of an organisation.
    ///
    /// # Errors
    /// [`FoldError`], which is a defect.
    pub fn begin(org: OrgId, id: RulesId, text: Digest, by: &By) -> Result<Stream<Self>, FoldError> {
        Stream::create(org, id, by, RulesEvent::Begun { text })
    }

    /// Writes them anew; the same text as before records nothing.
    pub fn rewrite(stream: &mut Stream<Self>, text: Digest, by: &By) {
        if stream.text != text {
            let number = stream.number + 1;
            stream.record(by, RulesEvent::Rewritten { number, text });
        }
    }
}

impl Aggregate for Rules {
    type Id = RulesId;
    type Event = RulesEvent;
    const NOUN: &'static str = "rules";

    fn create(_: RulesId, first: &Recorded<RulesEvent>) -> Result<Self, FoldError> {
        let RulesEvent::Begun { text } = &first.event else { return Err(cannot_begin::<Self>(&first.event)) };
        Ok(Self { number: 1, text: *text, written_at: first.at })
    }

    fn apply(&mut self, event: &Recorded<RulesEvent>) {
        if let RulesEvent::Rewritten { number, text } = &event.event {
            (self.number, self.text, self.written_at) = (*number, *text, event.at);
        }
    }
}
