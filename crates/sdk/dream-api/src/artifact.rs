//! Artifacts and their versions.

use crate::{Digest, schema};
use dream_clock::Timestamp;
use dream_id::{ArtifactId, AttemptId, PersonId, RunId, VersionId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One version of an artifact: by default the newest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Artifact {
    /// The artifact's id, the same for all its versions.
    #[schema(value_type = schema::ArtifactId)]
    pub id: ArtifactId,
    /// The run it belongs to.
    #[schema(value_type = schema::RunId)]
    pub run: RunId,
    /// Its name in the template.
    pub name: String,
    /// `document`, `tree`, `report` or `bundle`.
    pub kind: String,
    /// The version's number, from 1.
    pub version: u32,
    /// The version's id.
    #[schema(value_type = schema::VersionId)]
    pub version_id: VersionId,
    /// The digest of the version's file list.
    #[schema(value_type = schema::Sha256)]
    pub digest: Digest,
    /// The media type of a single file, else that of the file list.
    pub media_type: String,
    /// The files, sorted by path.
    pub files: Vec<ArtifactFile>,
    /// Whether the list of its files is damaged or gone: `files` is empty then, and a backup must bring it back.
    pub damaged: bool,
    /// Who or what made this version.
    pub produced_by: ProducedBy,
    /// The exact versions it was made from.
    pub inputs: Vec<ArtifactInput>,
    /// The number of the newest approved version.
    pub approved_version: Option<u32>,
    /// When the version was made.
    #[schema(value_type = schema::Time)]
    pub created_at: Timestamp,
}

/// One file of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ArtifactFile {
    /// Its path, relative, with `/`.
    pub path: String,
    /// The digest of its bytes.
    #[schema(value_type = schema::Sha256)]
    pub digest: Digest,
    /// Its length in bytes.
    pub size: u64,
    /// Whether it may be executed.
    pub executable: bool,
}

/// One version, named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ArtifactRef {
    /// The artifact's id.
    #[schema(value_type = schema::ArtifactId)]
    pub id: ArtifactId,
    /// Its name.
    pub name: String,
    /// The version's number.
    pub version: u32,
    /// The version's digest.
    #[schema(value_type = schema::Sha256)]
    pub digest: Digest,
}

/// One version that another was made from.
pub type ArtifactInput = ArtifactRef;

/// Who or what made a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ProducedBy {
    /// A try at a stage.
    Attempt {
        /// The attempt.
        #[schema(value_type = schema::AttemptId)]
        attempt: AttemptId,
        /// The stage's name.
        stage: String,
        /// The attempt's number.
        number: u32,
    },
    /// A person who put it there.
    Person {
        /// Who.
        #[schema(value_type = schema::PersonId)]
        person: PersonId,
    },
}
