//! Runs: one execution of a template.

use crate::{ArtifactRef, NewConstraint, Reason, Stage, Status, Usd, schema};
use dream_clock::Timestamp;
use dream_id::{PersonId, ProjectId, RunId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Run {
    /// Its id.
    #[schema(value_type = schema::RunId)]
    pub id: RunId,
    /// The project it belongs to.
    #[schema(value_type = schema::ProjectId)]
    pub project: ProjectId,
    /// Where it stands: the first that applies of cancelled, failed, done (all stages), waiting, running, blocked (any), queued.
    pub status: Status,
    /// Why.
    pub reason: Option<Reason>,
    /// What to know about the status, in a sentence.
    pub message: Option<String>,
    /// The template's name.
    pub template: String,
    /// The pinned version of the template.
    #[schema(value_type = schema::Sha256)]
    pub template_digest: crate::Digest,
    /// Its stages, in the template's order.
    pub stages: Vec<Stage>,
    /// What its model calls have cost.
    #[schema(value_type = schema::UsDollars)]
    pub cost_usd: Usd,
    /// What it may cost.
    #[schema(value_type = schema::UsDollars)]
    pub max_cost_usd: Usd,
    /// Who asked for it.
    #[schema(value_type = Option<schema::PersonId>)]
    pub requested_by: Option<PersonId>,
    /// The release bundle, once there is one.
    pub release: Option<ArtifactRef>,
    /// When it was started.
    #[schema(value_type = schema::Time)]
    pub started_at: Timestamp,
    /// When the status last changed.
    #[schema(value_type = schema::Time)]
    pub updated_at: Timestamp,
    /// When it ended.
    #[schema(value_type = Option<schema::Time>)]
    pub finished_at: Option<Timestamp>,
}

/// Starts a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StartRun {
    /// The template, when not the project's: any that the organisation has, or a built-in one.
    pub template: Option<String>,
    /// The number of the version of that template; what stands now when left out.
    #[schema(minimum = 1)]
    pub template_version: Option<u32>,
    /// The most that its model calls may cost, when not the template's limit.
    #[schema(value_type = Option<schema::UsDollars>)]
    pub max_cost_usd: Option<Usd>,
    /// What binds it from the start.
    pub constraints: Vec<NewConstraint>,
}

/// Pauses a run: what runs ends, nothing new starts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PauseRun {
    /// Why, for the record.
    pub reason: Option<String>,
}

/// Cancels a run for good.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CancelRun {
    /// Why, for the record.
    pub reason: Option<String>,
}

/// Runs again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RerunRun {
    /// The stage from which this run begins again. Without it a new run of the same template version and brief is made.
    pub from: Option<String>,
}
