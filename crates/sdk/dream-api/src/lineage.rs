//! Where a version came from, and where it went.

use crate::{Artifact, ArtifactRef, schema};
use dream_id::{AttemptId, ReviewId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The lineage of one version, both ways.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Lineage {
    /// The version.
    pub artifact: Artifact,
    /// Every version it was made from, directly or not, oldest first.
    pub made_from: Vec<ArtifactRef>,
    /// Every version that was made from it, directly or not, oldest first.
    pub used_by: Vec<LineageUse>,
    /// The approvals that cover exactly this version, and stand.
    #[schema(value_type = Vec<schema::ReviewId>)]
    pub approvals: Vec<ReviewId>,
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
