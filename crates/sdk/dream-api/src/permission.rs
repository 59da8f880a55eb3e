//! Permissions: what agents ask of people, and what people say.

use crate::{ArgumentPattern, Digest, Risk, YourVote, schema};
use dream_clock::Timestamp;
use dream_id::{AgentId, PermissionId, PersonId, ProjectId, RunId, TaskId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something that an agent asks of people, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Permission {
    /// Its id.
    #[schema(value_type = schema::PermissionId)]
    pub id: PermissionId,
    /// Whether it is a call that the agent wants to make, or a question.
    pub kind: PermissionKind,
    /// The agent.
    #[schema(value_type = schema::AgentId)]
    pub agent: AgentId,
    /// Its name.
    pub agent_name: String,
    /// The task that it works on.
    #[schema(value_type = Option<schema::TaskId>)]
    pub task: Option<TaskId>,
    /// The number of the attempt at it.
    pub attempt: Option<u32>,
    /// The run that the task belongs to.
    #[schema(value_type = Option<schema::RunId>)]
    pub run: Option<RunId>,
    /// The project that the task belongs to.
    #[schema(value_type = Option<schema::ProjectId>)]
    pub project: Option<ProjectId>,
    /// In a line, in the agent's words: nothing is decided on it.
    pub title: String,
    /// The tool; `null` for a question.
    pub tool: Option<String>,
    /// The kind of tool, as far as it is known: `execute`, `edit`.
    pub tool_kind: Option<String>,
    /// What a decision binds: the agent, the task, the tool and the exact arguments.
    #[schema(value_type = schema::Sha256)]
    pub digest: Digest,
    /// Waiting, or how it ended.
    pub status: PermissionStatus,
    /// How much harm it could do, by the kind of tool.
    pub risk: Risk,
    /// When it was asked.
    #[schema(value_type = schema::Time)]
    pub asked_at: Timestamp,
    /// When it is over, decided or not.
    #[schema(value_type = schema::Time)]
    pub expires_at: Timestamp,
    /// Who decided.
    #[schema(value_type = Option<schema::PersonId>)]
    pub decided_by: Option<PersonId>,
    /// When.
    #[schema(value_type = Option<schema::Time>)]
    pub decided_at: Option<Timestamp>,
    /// When the approved call was released: once.
    #[schema(value_type = Option<schema::Time>)]
    pub used_at: Option<Timestamp>,
}

crate::status::words! {
    /// What an agent asks.
    PermissionKind {
        /// To make a call.
        Call = "call",
        /// A question.
        Question = "question",
    }
}

crate::status::words! {
    /// Where a permission stands. What a person decided stays what it was.
    PermissionStatus {
        /// People are asked.
        Waiting = "waiting",
        /// Exactly this call may be made, once.
        Approved = "approved",
        /// Not so: the agent was told what to change.
        ChangesRequested = "changes_requested",
        /// No.
        Rejected = "rejected",
        /// The question was answered.
        Answered = "answered",
        /// Nobody decided in time: no.
        Expired = "expired",
        /// Nobody asks any more.
        Withdrawn = "withdrawn",
    }
}

/// A permission with everything that a decision needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PermissionDetail {
    /// The permission.
    #[serde(flatten)]
    pub permission: Permission,
    /// The arguments as canonical JSON (RFC 8785), or the question: whole.
    pub text: String,
    /// Whether `text` is exactly what the digest binds; `false` for those who may not decide, who see it without what looks like a secret.
    pub exact: bool,
    /// The answers that a question offers; empty for a text of one's own.
    pub choices: Vec<String>,
    /// What the person who decided said about it, or answered.
    pub comment: Option<String>,
    /// Whether the caller may decide.
    pub you: YourVote,
    /// The version of the policy under which it was asked.
    #[schema(value_type = schema::Sha256)]
    pub policy_version: String,
    /// What makes this permission another than any other of the same digest.
    pub nonce: String,
}

/// Approves exactly the call that was seen, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApprovePermission {
    /// What was seen.
    #[schema(value_type = schema::Sha256)]
    pub digest: Digest,
    /// For the record.
    #[serde(default)]
    pub comment: Option<String>,
    /// Leave for its like, too.
    #[serde(default)]
    pub grant: Option<GrantForLike>,
}

/// Standing leave for the like of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantForLike {
    /// What the arguments must be like, all of it; `null` for exactly these, an empty list for any.
    #[serde(default)]
    pub patterns: Option<Vec<ArgumentPattern>>,
    /// When it ends: within 90 days.
    #[schema(value_type = schema::Time)]
    pub until: Timestamp,
    /// For how many calls it is.
    #[schema(minimum = 1, maximum = 10_000)]
    pub most: u32,
}

/// Does not approve: the agent is told what to do otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestPermissionChanges {
    /// What was seen.
    #[schema(value_type = schema::Sha256)]
    pub digest: Digest,
    /// What to do otherwise.
    #[schema(min_length = 1)]
    pub comment: String,
}

/// Rejects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RejectPermission {
    /// What was seen.
    #[schema(value_type = schema::Sha256)]
    pub digest: Digest,
    /// Why, for the agent.
    #[serde(default)]
    pub comment: Option<String>,
}

/// Answers a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerPermission {
    /// The answer: one of those that the question offers, if it offers any.
    #[schema(min_length = 1)]
    pub text: String,
}
