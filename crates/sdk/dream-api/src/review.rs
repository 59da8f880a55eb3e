//! Reviews: a question to people about exact bytes.

use crate::{ArtifactRef, Check, Constraint, Digest, Usd, schema};
use dream_clock::Timestamp;
use dream_id::{AttemptId, PersonId, ProjectId, ReviewId, RunId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A review, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Review {
    /// Its id.
    #[schema(value_type = schema::ReviewId)]
    pub id: ReviewId,
    /// The project.
    #[schema(value_type = schema::ProjectId)]
    pub project: ProjectId,
    /// The run.
    #[schema(value_type = schema::RunId)]
    pub run: RunId,
    /// The stage's name.
    pub stage: String,
    /// The attempt's number.
    pub attempt: u32,
    /// What a decision binds.
    #[schema(value_type = schema::Sha256)]
    pub digest: Digest,
    /// Waiting, or how it ended.
    pub status: ReviewStatus,
    /// How much harm a wrong approval could do.
    pub risk: Risk,
    /// When people were asked.
    #[schema(value_type = schema::Time)]
    pub requested_at: Timestamp,
    /// Who asked for the run.
    #[schema(value_type = Option<schema::PersonId>)]
    pub requested_by: Option<PersonId>,
    /// When it ends as `expired` if nobody decides.
    #[schema(value_type = Option<schema::Time>)]
    pub expires_at: Option<Timestamp>,
    /// The person whose vote closed it; `null` while it waits, and when nobody decided.
    #[schema(value_type = Option<schema::PersonId>)]
    pub decided_by: Option<PersonId>,
    /// When it was closed.
    #[schema(value_type = Option<schema::Time>)]
    pub decided_at: Option<Timestamp>,
    /// Whether the caller may decide it now.
    #[serde(default)]
    pub you_may_decide: bool,
}

crate::status::words! {
    /// Where a review stands.
    ReviewStatus {
        /// People are asked.
        Waiting = "waiting",
        /// Approved.
        Approved = "approved",
        /// Sent back with comments.
        ChangesRequested = "changes_requested",
        /// Sent back for a fresh attempt.
        Regenerate = "regenerate",
        /// Rejected: the stage and the run failed.
        Rejected = "rejected",
        /// Nobody decided in time: neither a yes nor a no.
        Expired = "expired",
        /// No longer asked: cancelled, superseded or replaced by a new version.
        Withdrawn = "withdrawn",
    }
}

crate::status::words! {
    /// How much harm a wrong approval could do.
    Risk {
        /// Little: more reviews follow.
        Low = "low",
        /// Some.
        Medium = "medium",
        /// Much: it releases.
        High = "high",
    }
}

/// A review with everything that a decision needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReviewDetail {
    /// The review.
    #[serde(flatten)]
    pub review: Review,
    /// With what it was made.
    pub provenance: Provenance,
    /// Exactly what is under review.
    pub artifacts: Vec<ArtifactRef>,
    /// What the machine checked.
    pub checks: Vec<Check>,
    /// Who has to agree.
    pub gate: Gate,
    /// The votes so far.
    pub votes: Vec<Vote>,
    /// How many approvals are still missing.
    pub approvals_missing: u32,
    /// What approving starts, in a sentence.
    pub approving_starts: String,
    /// Whether the caller may decide.
    pub you: YourVote,
    /// Who may decide now.
    pub may_decide: Vec<Decider>,
    /// Why too few people may decide for it ever to be approved, and what to do; `null` when enough may, and when it has ended.
    pub shortage: Option<String>,
    /// The constraints that bind this stage.
    pub constraints: Vec<Constraint>,
    /// The version of the policy that the decision is made under.
    pub policy_version: String,
    /// Makes this request for a decision distinct from every other.
    pub nonce: String,
    /// The approval that went round the gate, if one did.
    pub broken_glass: Option<BrokenGlass>,
}

/// With what the artifacts under review were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Provenance {
    /// The attempt that made them.
    #[schema(value_type = schema::AttemptId)]
    pub attempt: AttemptId,
    /// The providers' names for the models that were asked, each once, in the order in which they were.
    pub models: Vec<String>,
    /// How many calls to models were recorded.
    pub calls: u32,
    /// How many tokens they read, from a cache or not.
    pub input_tokens: u64,
    /// How many they wrote, hidden reasoning included.
    pub output_tokens: u64,
    /// What the attempt cost.
    #[schema(value_type = schema::UsDollars)]
    pub cost_usd: Usd,
}

/// Who has to agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Gate {
    /// Roles, `team:…` and `person:…`.
    pub approvers: Vec<String>,
    /// How many different people must approve.
    pub quorum: u32,
    /// Whether who asked for the run may not vote.
    pub exclude_requester: bool,
    /// Whether who made the artifacts may not vote.
    pub exclude_author: bool,
}

/// One person's vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Vote {
    /// Who.
    #[schema(value_type = schema::PersonId)]
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// For whom, when they acted by delegation.
    #[schema(value_type = Option<schema::PersonId>)]
    pub on_behalf_of: Option<PersonId>,
    /// What they said: `approve`, `request_changes`, `regenerate` or `reject`.
    pub verdict: String,
    /// What they saw.
    #[schema(value_type = schema::Sha256)]
    pub digest: Digest,
    /// Their comment.
    pub comment: Option<String>,
    /// When.
    #[schema(value_type = schema::Time)]
    pub at: Timestamp,
}

/// Whether the caller may decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct YourVote {
    /// They may.
    pub may_decide: bool,
    /// Why not, in a sentence.
    pub why_not: Option<String>,
}

/// Somebody who may decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Decider {
    /// Who.
    #[schema(value_type = schema::PersonId)]
    pub person: PersonId,
    /// Their name.
    pub name: String,
}

/// An approval that went round the gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BrokenGlass {
    /// Who.
    #[schema(value_type = schema::PersonId)]
    pub person: PersonId,
    /// Why.
    pub reason: String,
    /// When.
    #[schema(value_type = schema::Time)]
    pub at: Timestamp,
    /// Until when somebody else must look at it.
    #[schema(value_type = schema::Time)]
    pub second_look_due: Timestamp,
    /// How the second look ended: `confirm` or `contest`; `null` while it is due.
    pub second_look: Option<String>,
}
