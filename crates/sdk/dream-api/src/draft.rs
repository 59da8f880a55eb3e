//! Drafts: notes on lines under review that their writer has not sent yet.

use crate::schema;
use dream_clock::Timestamp;
use dream_id::{ArtifactId, DraftId, ReviewId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A note that its writer has not sent yet. Nobody else sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Draft {
    /// Its id.
    #[schema(value_type = schema::DraftId)]
    pub id: DraftId,
    /// The review during which it was begun.
    #[schema(value_type = schema::ReviewId)]
    pub review: ReviewId,
    /// The artifact.
    #[schema(value_type = schema::ArtifactId)]
    pub artifact: ArtifactId,
    /// The artifact's name.
    pub artifact_name: String,
    /// The file's path.
    pub path: String,
    /// The line in the version that is under review now, from 1; `null` for a note on the whole file, and for an orphan.
    pub line: Option<u32>,
    /// How its line got there.
    pub place: DraftPlace,
    /// The number of the version that its writer saw.
    pub begun_on: u32,
    /// The line in that version.
    pub begun_at_line: Option<u32>,
    /// What stood at that line.
    pub quote: Option<String>,
    /// What is written so far.
    pub text: String,
    /// Grows with every change: a change names the one that it is based on.
    pub edit: u64,
    /// When it was last changed.
    #[schema(value_type = schema::Time)]
    pub updated_at: Timestamp,
}

crate::status::words! {
    /// Where the line of a draft went.
    DraftPlace {
        /// It stands where it was written.
        Here = "here",
        /// The same words have another number.
        Moved = "moved",
        /// Other words stand between the same neighbours.
        Changed = "changed",
        /// The line and its surroundings are gone.
        Orphaned = "orphaned",
    }
}

/// Begins a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginDraft {
    /// The artifact, one of those under review.
    #[schema(value_type = schema::ArtifactId)]
    pub artifact: ArtifactId,
    /// The file's path.
    pub path: String,
    /// The line, from 1; the whole file without it.
    #[serde(default)]
    pub line: Option<u32>,
    /// What is written so far: at most 16 KiB.
    #[schema(min_length = 1)]
    pub text: String,
}

/// Gives a draft another text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeDraft {
    /// The `edit` that it is based on.
    pub edit: u64,
    /// The text.
    #[schema(min_length = 1)]
    pub text: String,
}

/// Discards a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DiscardDraft {
    /// The `edit` that was seen.
    pub edit: u64,
}
