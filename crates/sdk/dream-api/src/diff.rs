//! What changed between two versions of an artifact.

use crate::{Digest, schema};
use dream_id::ArtifactId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A comparison of two versions, file by file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Diff {
    /// The artifact.
    #[schema(value_type = schema::ArtifactId)]
    pub artifact: ArtifactId,
    /// The older version's number.
    pub from: u32,
    /// The newer version's number.
    pub to: u32,
    /// The files that differ, sorted by path.
    pub files: Vec<DiffFile>,
    /// The whole as a unified diff.
    pub unified: String,
}

/// One file that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DiffFile {
    /// Its path in the newer version; in the older one when it was removed.
    pub path: String,
    /// Its path in the older version, when it was renamed.
    pub old_path: Option<String>,
    /// What happened to it.
    pub change: FileChange,
    /// What it was, as Git writes it: `100644` a file, `100755` one that may be executed; null for a new one.
    pub old_mode: Option<String>,
    /// What it is, in the same way; null for one that is gone.
    pub new_mode: Option<String>,
    /// The digest of the older bytes.
    #[schema(value_type = Option<schema::Sha256>)]
    pub old_digest: Option<Digest>,
    /// The digest of the newer bytes.
    #[schema(value_type = Option<schema::Sha256>)]
    pub new_digest: Option<Digest>,
    /// It is not text, so it has no hunks.
    pub binary: bool,
    /// It was too large to compare line by line.
    pub truncated: bool,
    /// The places that differ.
    pub hunks: Vec<DiffHunk>,
}

crate::status::words! {
    /// What happened to a file.
    FileChange {
        /// It is new.
        Added = "added",
        /// It is gone.
        Removed = "removed",
        /// Its bytes changed, or its mode.
        Modified = "modified",
        /// The same bytes have another path.
        Renamed = "renamed",
    }
}

/// One place that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DiffHunk {
    /// The first older line, from 1.
    pub old_start: u32,
    /// How many older lines.
    pub old_lines: u32,
    /// The first newer line, from 1.
    pub new_start: u32,
    /// How many newer lines.
    pub new_lines: u32,
    /// The lines.
    pub lines: Vec<DiffLine>,
}

/// One line of a hunk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DiffLine {
    /// Whether it is in both versions.
    pub kind: LineKind,
    /// Its parts in order; those that changed inside the line are marked.
    pub spans: Vec<DiffSpan>,
}

crate::status::words! {
    /// Which version a line is in.
    LineKind {
        /// In both.
        Context = "context",
        /// In the newer only.
        Added = "added",
        /// In the older only.
        Removed = "removed",
    }
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DiffSpan {
    /// Its text.
    pub text: String,
    /// Whether it differs from the line it stands against.
    pub changed: bool,
}
