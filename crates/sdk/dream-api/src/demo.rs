//! The sample that a newcomer decides about.

use crate::schema;
use dream_id::{ProjectId, ReviewId, RunId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Makes the sample, or goes on with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SeedDemo {}

/// The sample as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Demo {
    /// Its project.
    #[schema(value_type = schema::ProjectId)]
    pub project: ProjectId,
    /// Its run.
    #[schema(value_type = schema::RunId)]
    pub run: RunId,
    /// The review that waits for people; `null` while agents are at work.
    #[schema(value_type = Option<schema::ReviewId>)]
    pub review: Option<ReviewId>,
    /// Whether there is nothing left to do; until then, ask again when something happened.
    pub complete: bool,
}
