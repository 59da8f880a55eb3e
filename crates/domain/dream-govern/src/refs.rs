//! Small values that events of several nouns share: references to exact versions, results, pins.

use dream_id::{ArtifactId, AttemptId, PersonId, VersionId};
use dream_ledger::Digest;
use serde::{Deserialize, Serialize};

/// One exact version of an artifact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct VersionRef {
    /// The artifact's name in the run.
    pub name: String,
    /// The artifact.
    pub artifact: ArtifactId,
    /// The version.
    pub version: VersionId,
    /// The version's number in its artifact, from 1.
    pub number: u32,
    /// The plain SHA-256 of the version's manifest of files.
    pub digest: Digest,
}

/// Who or what made a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ProducedBy {
    /// An attempt at a stage.
    Attempt {
        /// Which.
        id: AttemptId,
    },
    /// A person put it there.
    Person {
        /// Who.
        id: PersonId,
    },
}

/// What one machine check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckResult {
    /// The check's name.
    pub name: String,
    /// Whether it found nothing wrong.
    pub passed: bool,
    /// How many things it found wrong.
    pub failures: u32,
    /// The body that holds its sentences, if it found any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Digest>,
}

/// One recorded model call of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRef {
    /// Its number in the attempt, from 1.
    pub number: u32,
    /// The digest of the request's canonical bytes.
    pub request: Digest,
    /// The digest of the recorded response.
    pub response: Digest,
}

/// The exact template of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplatePin {
    /// Its name.
    pub name: String,
    /// The digest of its source, under which the body is kept.
    pub digest: Digest,
}

impl ProducedBy {
    /// The person, if a person made it.
    #[must_use]
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person { id } => Some(*id),
            Self::Attempt { .. } => None,
        }
    }
}
