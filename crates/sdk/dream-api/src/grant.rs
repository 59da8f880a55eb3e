//! Grants: standing leave for calls of one shape.

use crate::{Digest, schema};
use dream_clock::Timestamp;
use dream_id::{AgentId, GrantId, PermissionId, PersonId, ProjectId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A person's standing leave for calls of one shape by one agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Grant {
    /// Its id.
    #[schema(value_type = schema::GrantId)]
    pub id: GrantId,
    /// The agent.
    #[schema(value_type = schema::AgentId)]
    pub agent: AgentId,
    /// Its name.
    pub agent_name: String,
    /// The project that the work belongs to; `null` for work that belongs to none.
    #[schema(value_type = Option<schema::ProjectId>)]
    pub project: Option<ProjectId>,
    /// The tool.
    pub tool: String,
    /// The arguments that it covers.
    pub arguments: GrantedArguments,
    /// The permission during which it was given.
    #[schema(value_type = schema::PermissionId)]
    pub permission: PermissionId,
    /// Who gave it.
    #[schema(value_type = schema::PersonId)]
    pub given_by: PersonId,
    /// When.
    #[schema(value_type = schema::Time)]
    pub given_at: Timestamp,
    /// When it ends.
    #[schema(value_type = schema::Time)]
    pub until: Timestamp,
    /// For how many calls it is.
    pub most: u32,
    /// How many it has released.
    pub used: u32,
    /// When it released the last one.
    #[schema(value_type = Option<schema::Time>)]
    pub used_at: Option<Timestamp>,
    /// When it was revoked.
    #[schema(value_type = Option<schema::Time>)]
    pub revoked_at: Option<Timestamp>,
    /// Whether it still releases calls.
    pub holds: bool,
}

/// The arguments that a grant covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum GrantedArguments {
    /// Exactly one set of them.
    Exact {
        /// The digest of their canonical JSON.
        #[schema(value_type = schema::Sha256)]
        digest: Digest,
    },
    /// Those that are like all of these patterns.
    Like {
        /// The patterns.
        patterns: Vec<ArgumentPattern>,
    },
    /// Any.
    Any {},
}

/// What one place of the arguments must be like: exactly one of `equals`, `prefix` and `glob`.
///
/// A wildcard never stands for what joins commands in a shell (`;`, `&`, `|`, line breaks) or leads out of a folder (`..`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArgumentPattern {
    /// The place, as a JSON Pointer (RFC 6901): `/command`.
    #[schema(max_length = 256)]
    pub at: String,
    /// Exactly this value.
    #[serde(default)]
    pub equals: Option<Value>,
    /// A text that begins so.
    #[serde(default)]
    pub prefix: Option<String>,
    /// A text like this, where `*` stands for any letters.
    #[serde(default)]
    pub glob: Option<String>,
}

/// Revokes a grant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeGrant {}
