//! Attempts: one try at a stage.

use crate::{ArtifactRef, Reason, Status, Usd, schema};
use dream_clock::Timestamp;
use dream_id::{AttemptId, ConstraintId, ReviewId, RunId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Attempt {
    /// Its id.
    #[schema(value_type = schema::AttemptId)]
    pub id: AttemptId,
    /// The run.
    #[schema(value_type = schema::RunId)]
    pub run: RunId,
    /// The stage's name.
    pub stage: String,
    /// Its number at that stage, from 1.
    pub number: u32,
    /// Where it stands.
    pub status: Status,
    /// Why.
    pub reason: Option<Reason>,
    /// The stable name of what went wrong.
    pub failure: Option<String>,
    /// The model that a person asked for; the one that is set when `null`.
    pub model: Option<String>,
    /// The exact versions it started from.
    pub inputs: Vec<ArtifactRef>,
    /// The approvals that its start rests on.
    #[schema(value_type = Vec<schema::ReviewId>)]
    pub rests_on: Vec<ReviewId>,
    /// The constraints that bound it.
    #[schema(value_type = Vec<schema::ConstraintId>)]
    pub constraints: Vec<ConstraintId>,
    /// The review whose comments it was given.
    #[schema(value_type = Option<schema::ReviewId>)]
    pub feedback: Option<ReviewId>,
    /// What it produced.
    pub artifacts: Vec<ArtifactRef>,
    /// What the machine checked.
    pub checks: Vec<Check>,
    /// How many model calls it made.
    pub calls: u32,
    /// What it cost.
    #[schema(value_type = schema::UsDollars)]
    pub cost_usd: Usd,
    /// When it started.
    #[schema(value_type = schema::Time)]
    pub started_at: Timestamp,
    /// When it ended.
    #[schema(value_type = Option<schema::Time>)]
    pub finished_at: Option<Timestamp>,
}

/// One machine check and its outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Check {
    /// Its name.
    pub name: String,
    /// Whether it passed.
    pub passed: bool,
    /// How many things it found wrong.
    pub failures: u32,
}
