//! Rolling a run back.

use crate::{ArtifactRef, schema};
use dream_id::{AttemptId, ReviewId, RunId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Rolls a run back to a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rollback {
    /// The stage whose output is reviewed again; what comes after it is superseded.
    pub to: String,
    /// Why, for the record.
    #[schema(min_length = 1)]
    pub reason: String,
}

/// What a rollback will do. Nothing is erased: superseded work stays readable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RollbackPlan {
    /// The run.
    #[schema(value_type = schema::RunId)]
    pub run: RunId,
    /// The stage to roll back to.
    pub to: String,
    /// The stages whose work is superseded.
    pub superseded_stages: Vec<String>,
    /// The attempts that are superseded.
    pub superseded_attempts: Vec<SupersededAttempt>,
    /// The artifact versions that are superseded.
    pub superseded_artifacts: Vec<ArtifactRef>,
    /// The reviews that are withdrawn or no longer count.
    #[schema(value_type = Vec<schema::ReviewId>)]
    pub superseded_reviews: Vec<ReviewId>,
    /// What cannot be undone, in sentences: money spent, a bundle that was released.
    pub cannot_undo: Vec<String>,
}

/// An attempt that a rollback supersedes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SupersededAttempt {
    /// Its id.
    #[schema(value_type = schema::AttemptId)]
    pub id: AttemptId,
    /// Its stage.
    pub stage: String,
    /// Its number.
    pub number: u32,
}
