//! An artifact of a run: a name, its newest version, and the version that people approved.

use crate::{ArtifactKind, VersionRef, Why, fold::cannot_begin};
use dream_clock::Timestamp;
use dream_id::{ArtifactId, ReviewId, RunId, StageId, VersionId};
use dream_ledger::{Aggregate, Digest, EventData, FoldError, Recorded};
use serde::{Deserialize, Serialize};

/// An artifact as folded from its events. Everything about one version is in the version's own stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Artifact {
    /// Its id.
    pub id: ArtifactId,
    /// The run it belongs to.
    pub run: RunId,
    /// The stage that hands it in.
    pub stage: StageId,
    /// Its name in the run.
    pub name: String,
    /// Its form.
    pub kind: ArtifactKind,
    /// Its newest version.
    pub newest: Option<NewestVersion>,
    /// The version that people approved and whose approval stands.
    pub approved: Option<ApprovedVersion>,
    /// When its newest version was made.
    pub changed_at: Timestamp,
}

/// The newest version of an artifact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewestVersion {
    /// The version.
    pub version: VersionId,
    /// Its number, from 1.
    pub number: u32,
    /// The SHA-256 of its manifest of files.
    pub digest: Digest,
}

/// The approved version of an artifact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovedVersion {
    /// The version.
    pub version: VersionId,
    /// The approval.
    pub review: ReviewId,
}

/// What can happen to an artifact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum ArtifactEvent {
    /// Its first version is being made.
    Created {
        /// The run.
        run: RunId,
        /// The stage that hands it in.
        stage: StageId,
        /// Its name in the run.
        name: String,
        /// Its form.
        artifact_kind: ArtifactKind,
    },
    /// There is a newer version.
    Versioned {
        /// The version.
        version: VersionId,
        /// Its number, from 1.
        number: u32,
        /// The SHA-256 of its manifest of files.
        digest: Digest,
    },
    /// People approved a version.
    Approved {
        /// The version.
        version: VersionId,
        /// The approval.
        review: ReviewId,
    },
    /// The approval no longer stands, or the newest version does not.
    Superseded {
        /// Why.
        why: Why,
    },
}

impl EventData for ArtifactEvent {}

impl Artifact {
    /// The newest version, as a reference.
    #[must_use]
    pub fn newest_ref(&self) -> Option<VersionRef> {
        self.newest.as_ref().map(|newest| VersionRef {
            name: self.name.clone(),
            artifact: self.id,
            version: newest.version,
            number: newest.number,
            digest: newest.digest,
        })
    }

    /// The number that the next version gets.
    #[must_use]
    pub fn next_number(&self) -> u32 {
        self.newest.as_ref().map_or(1, |newest| newest.number + 1)
    }
}

impl Aggregate for Artifact {
    type Id = ArtifactId;
    type Event = ArtifactEvent;
    const NOUN: &'static str = "artifact";

    fn create(id: ArtifactId, first: &Recorded<ArtifactEvent>) -> Result<Self, FoldError> {
        let ArtifactEvent::Created { run, stage, name, artifact_kind } = &first.event else {
            return Err(cannot_begin(Self::NOUN, &first.event));
        };
        let (run, stage, name, kind) = (*run, *stage, name.clone(), *artifact_kind);
        Ok(Self { id, run, stage, name, kind, newest: None, approved: None, changed_at: first.at })
    }

    fn apply(&mut self, event: &Recorded<ArtifactEvent>) {
        match &event.event {
            ArtifactEvent::Created { .. } => {}
            ArtifactEvent::Versioned { version, number, digest } => {
                self.newest = Some(NewestVersion { version: *version, number: *number, digest: *digest });
                self.changed_at = event.at;
            }
            ArtifactEvent::Approved { version, review } => {
                self.approved = Some(ApprovedVersion { version: *version, review: *review });
            }
            ArtifactEvent::Superseded { .. } => self.approved = None,
        }
    }
}
