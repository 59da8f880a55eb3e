//! Stages of a run.

use crate::{ArtifactRef, Check, Reason, Status, Usd, schema};
use dream_clock::Timestamp;
use dream_id::{ReviewId, StageId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Stage {
    /// Its id.
    #[schema(value_type = schema::StageId)]
    pub id: StageId,
    /// Its name in the template.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// The craft that works it.
    pub role: String,
    /// The stages that must be done before it.
    pub needs: Vec<String>,
    /// Where it stands.
    pub status: Status,
    /// Why.
    pub reason: Option<Reason>,
    /// What to know about the status, in a sentence: the failure's cause, what it is blocked by.
    pub message: Option<String>,
    /// The number of the latest attempt; 0 before the first.
    pub attempt: u32,
    /// What it has produced, newest versions.
    pub artifacts: Vec<ArtifactRef>,
    /// What the machine checked on the latest attempt.
    pub checks: Vec<Check>,
    /// The latest review of it.
    #[schema(value_type = Option<schema::ReviewId>)]
    pub review: Option<ReviewId>,
    /// What it has cost, all attempts together.
    #[schema(value_type = schema::UsDollars)]
    pub cost_usd: Usd,
    /// When the status last changed.
    #[schema(value_type = schema::Time)]
    pub updated_at: Timestamp,
}
