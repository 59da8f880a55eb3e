//! Attempts: one try at a stage.

use crate::{ArtifactRef, Digest, Reason, Status, Usd, schema};
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
    /// What went wrong, in a sentence.
    pub message: Option<String>,
    /// The model that was asked.
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
    /// The organisation's own prompt that it was told, by the digest of its text; `null` for the built-in one.
    #[schema(value_type = Option<schema::Sha256>)]
    pub prompt: Option<Digest>,
    /// What it produced.
    pub artifacts: Vec<ArtifactRef>,
    /// What the machine checked.
    pub checks: Vec<Check>,
    /// Its model calls.
    pub calls: Vec<ModelCall>,
    /// What it cost.
    #[schema(value_type = schema::UsDollars)]
    pub cost_usd: Usd,
    /// How many tokens its models read, from a cache or not.
    pub input_tokens: u64,
    /// How many they wrote, hidden reasoning included.
    pub output_tokens: u64,
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
    /// What failed, one sentence each.
    pub failures: Vec<String>,
}

/// One recorded model call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ModelCall {
    /// Its number in the attempt, from 1.
    pub number: u32,
    /// The provider's name for the model that was asked.
    pub model: String,
    /// How many tokens it read, from a cache or not; 0 until the reply came.
    pub input_tokens: u64,
    /// How many it wrote, hidden reasoning included; 0 until the reply came.
    pub output_tokens: u64,
    /// The digest of the request.
    #[schema(value_type = schema::Sha256)]
    pub request_digest: Digest,
    /// The digest of the reply.
    #[schema(value_type = Option<schema::Sha256>)]
    pub response_digest: Option<Digest>,
}
