//! What changed between two versions of an artifact.

use super::{VersionDetail, find};
use crate::{AppError, Op};
use dream_blobs::diff::{DiffLimits, TreeDiff};
use dream_id::ArtifactId;

/// The differences between two versions, file by file.
#[derive(Debug, Clone)]
pub struct Diff {
    /// The version before.
    pub old: VersionDetail,
    /// The version after.
    pub new: VersionDetail,
    /// What changed.
    pub files: TreeDiff,
}

/// Compares the versions `from` and `to` of an artifact.
pub async fn diff(op: &Op, id: ArtifactId, from: u32, to: u32) -> Result<Diff, AppError> {
    let old = find(op, id, Some(from)).await?;
    let new = find(op, id, Some(to)).await?;
    let files = op.app().blobs.diff(old.artifact.org(), old.files()?, new.files()?, DiffLimits::default()).await?;
    Ok(Diff { old, new, files })
}
