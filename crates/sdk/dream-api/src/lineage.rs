//! Where a version came from, and where it went.

use crate::{Artifact, ArtifactRef, Digest, schema};
use dream_clock::Timestamp;
use dream_id::{AttemptId, PersonId, ReviewId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The lineage of one version, both ways.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Lineage {
    /// The version.
    pub artifact: Artifact,
    /// Every version it was made from, directly or not, nearest first.
    pub made_from: Vec<ArtifactRef>,
    /// Every version that was made from it, directly or not, nearest first.
    pub used_by: Vec<LineageUse>,
    /// The approvals that cover exactly this version.
    pub approvals: Vec<LineageApproval>,
}

/// A version that was made from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LineageUse {
    /// The version.
    pub artifact: ArtifactRef,
    /// The attempt that made it; `null` when a person did.
    #[schema(value_type = Option<schema::AttemptId>)]
    pub attempt: Option<AttemptId>,
}

/// An approval that covers a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LineageApproval {
    /// The review.
    #[schema(value_type = schema::ReviewId)]
    pub review: ReviewId,
    /// What it bound.
    #[schema(value_type = schema::Sha256)]
    pub digest: Digest,
    /// The person whose vote closed it.
    #[schema(value_type = Option<schema::PersonId>)]
    pub decided_by: Option<PersonId>,
    /// When.
    #[schema(value_type = Option<schema::Time>)]
    pub decided_at: Option<Timestamp>,
    /// Whether it still holds: not stale, not superseded.
    pub holds: bool,
}
