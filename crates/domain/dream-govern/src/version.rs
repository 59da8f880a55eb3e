//! A version of an artifact: what it is, what made it, what it was made from, and who approved it. Lineage is answered from these.

use crate::{ProducedBy, VersionRef, Why, fold::cannot_begin};
use dream_clock::Timestamp;
use dream_id::{ArtifactId, ReviewId, RunId, StageId, VersionId};
use dream_ledger::{Aggregate, Digest, EventData, FoldError, Recorded};
use serde::{Deserialize, Serialize};

/// A version as folded from its events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// Its id.
    pub id: VersionId,
    /// What it is and where it comes from; never changes.
    pub made: VersionMade,
    /// The approvals that cover it and stand.
    pub approvals: Vec<ReviewId>,
    /// Why it no longer stands, if so.
    pub superseded: Option<Why>,
    /// When it was made.
    pub made_at: Timestamp,
}

/// What a version is and where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VersionMade {
    /// The run.
    pub run: RunId,
    /// The stage that hands the artifact in.
    pub stage: StageId,
    /// The artifact.
    pub artifact: ArtifactId,
    /// The artifact's name.
    pub name: String,
    /// Its number in the artifact, from 1.
    pub number: u32,
    /// The SHA-256 of its manifest of files.
    pub digest: Digest,
    /// Its media type.
    pub media_type: String,
    /// How many files it has.
    pub files: u32,
    /// How many bytes they have together.
    pub bytes: u64,
    /// Who or what made it.
    pub produced_by: ProducedBy,
    /// The exact versions it was made from.
    pub inputs: Vec<VersionRef>,
}

/// What can happen to a version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum VersionEvent {
    /// It was made.
    Made(Box<VersionMade>),
    /// People approved it.
    Approved {
        /// Where.
        review: ReviewId,
    },
    /// An approval of it no longer stands.
    Unapproved {
        /// Which.
        review: ReviewId,
        /// Why.
        why: Why,
    },
    /// It no longer stands. It stays readable for good.
    Superseded {
        /// Why.
        why: Why,
    },
}

impl EventData for VersionEvent {}

impl Version {
    /// A reference to it.
    #[must_use]
    pub fn reference(&self) -> VersionRef {
        VersionRef {
            name: self.made.name.clone(),
            artifact: self.made.artifact,
            version: self.id,
            number: self.made.number,
            digest: self.made.digest,
        }
    }
}

impl Aggregate for Version {
    type Id = VersionId;
    type Event = VersionEvent;
    const NOUN: &'static str = "version";

    fn create(id: VersionId, first: &Recorded<VersionEvent>) -> Result<Self, FoldError> {
        let VersionEvent::Made(made) = &first.event else { return Err(cannot_begin(Self::NOUN, &first.event)) };
        Ok(Self { id, made: VersionMade::clone(made), approvals: Vec::new(), superseded: None, made_at: first.at })
    }

    fn apply(&mut self, event: &Recorded<VersionEvent>) {
        match &event.event {
            VersionEvent::Made(_) => {}
            VersionEvent::Approved { review } => self.approvals.push(*review),
            VersionEvent::Unapproved { review, .. } => self.approvals.retain(|standing| standing != review),
            VersionEvent::Superseded { why } => self.superseded = Some(*why),
        }
    }
}
