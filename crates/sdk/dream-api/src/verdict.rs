//! The decisions that people send about a review. Each but [`AskAgain`] and [`SecondLook`] names the digest that was seen.

use crate::{Digest, NewConstraint, schema};
use dream_id::{DraftId, PersonId, ReviewId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Approves exactly the bytes that were seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Approve {
    /// What was seen.
    #[schema(value_type = schema::Sha256)]
    pub digest: Digest,
    /// For the record.
    #[serde(default)]
    pub comment: Option<String>,
    /// What binds everything that starts later.
    #[serde(default)]
    pub constraints: Vec<NewConstraint>,
    /// The caller's drafts that go with it, each as it was seen: they become part of the comment.
    #[serde(default)]
    pub drafts: Vec<DraftAsSeen>,
    /// The person for whom the caller decides, by a delegation.
    #[serde(default)]
    #[schema(value_type = Option<schema::PersonId>)]
    pub on_behalf_of: Option<PersonId>,
}

/// Sends the stage back with comments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestChanges {
    /// What was seen.
    #[schema(value_type = schema::Sha256)]
    pub digest: Digest,
    /// What to change: the next attempt reads it. Notes and drafts may say it all.
    #[serde(default)]
    pub comment: String,
    /// Notes to single places.
    #[serde(default)]
    pub notes: Vec<InlineNote>,
    /// The caller's drafts that go with it, each as it was seen: they become part of the comment.
    #[serde(default)]
    pub drafts: Vec<DraftAsSeen>,
    /// The person for whom the caller decides, by a delegation.
    #[serde(default)]
    #[schema(value_type = Option<schema::PersonId>)]
    pub on_behalf_of: Option<PersonId>,
}

/// A note to one place of an artifact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InlineNote {
    /// The artifact's name.
    pub artifact: String,
    /// The file's path.
    pub path: String,
    /// The line, from 1.
    #[serde(default)]
    pub line: Option<u32>,
    /// What to change there.
    #[schema(min_length = 1)]
    pub text: String,
}

/// A draft as the caller saw it: one that was changed since is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftAsSeen {
    /// The draft.
    #[schema(value_type = schema::DraftId)]
    pub draft: DraftId,
    /// Its `edit`.
    pub edit: u64,
}

/// Approves several reviews of low risk, all of them or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveAll {
    /// Each review with what was seen under it.
    #[schema(min_items = 1, max_items = 50)]
    pub reviews: Vec<ReviewAsSeen>,
}

/// A review and what was seen under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewAsSeen {
    /// The review.
    #[schema(value_type = schema::ReviewId)]
    pub review: ReviewId,
    /// What was seen.
    #[schema(value_type = schema::Sha256)]
    pub digest: Digest,
}

/// What came of approving several reviews.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ApprovedAll {
    /// How many were approved by the caller: all that were named.
    pub approved: u32,
}

/// Sends the stage back for a fresh attempt that sees nothing of this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Regenerate {
    /// What was seen.
    #[schema(value_type = schema::Sha256)]
    pub digest: Digest,
    /// The model to use, when not the one that is set.
    #[serde(default)]
    pub model: Option<String>,
    /// For the record.
    #[serde(default)]
    pub comment: Option<String>,
    /// What binds the fresh attempt and everything that starts later.
    #[serde(default)]
    pub constraints: Vec<NewConstraint>,
    /// The caller's drafts that go with it, each as it was seen: they become part of the comment.
    #[serde(default)]
    pub drafts: Vec<DraftAsSeen>,
    /// The person for whom the caller decides, by a delegation.
    #[serde(default)]
    #[schema(value_type = Option<schema::PersonId>)]
    pub on_behalf_of: Option<PersonId>,
}

/// Adds constraints and leaves the review open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Constrain {
    /// What was seen.
    #[schema(value_type = schema::Sha256)]
    pub digest: Digest,
    /// What binds everything that starts later; at least one.
    #[schema(min_items = 1)]
    pub constraints: Vec<NewConstraint>,
}

/// Rejects: the stage and the run fail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reject {
    /// What was seen.
    #[schema(value_type = schema::Sha256)]
    pub digest: Digest,
    /// Why.
    #[schema(min_length = 1)]
    pub comment: String,
    /// The caller's drafts that go with it, each as it was seen: they become part of the comment.
    #[serde(default)]
    pub drafts: Vec<DraftAsSeen>,
    /// The person for whom the caller decides, by a delegation.
    #[serde(default)]
    #[schema(value_type = Option<schema::PersonId>)]
    pub on_behalf_of: Option<PersonId>,
}

/// Asks again after a review has expired.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AskAgain {}

/// Approves alone in an emergency. Somebody else has to look at it afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BreakGlass {
    /// What was seen.
    #[schema(value_type = schema::Sha256)]
    pub digest: Digest,
    /// Why it could not wait.
    #[schema(min_length = 1)]
    pub reason: String,
}

/// The second look at an emergency approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondLook {
    /// Whether it was right.
    pub verdict: SecondLookVerdict,
    /// What was found.
    #[serde(default)]
    pub note: Option<String>,
}

/// Whether an emergency approval was right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SecondLookVerdict {
    /// It was.
    Confirm,
    /// It was not: the approval goes stale, and what rested on it runs or is reviewed again.
    Contest,
}
