//! The server itself, and the caller as it sees them.

use crate::{Role, TokenScope, schema};
use dream_clock::Timestamp;
use dream_id::{OrgId, PersonId, SessionId, TokenId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who the caller is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Whoami {
    /// The caller's organisation: what API paths name.
    #[schema(value_type = schema::OrgId)]
    pub org: OrgId,
    /// Its name.
    pub org_name: String,
    /// The person.
    #[schema(value_type = schema::PersonId)]
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their role in the organisation; `null` for a member through teams and projects alone.
    pub role: Option<Role>,
    /// The token; `null` for a session.
    #[schema(value_type = Option<schema::TokenId>)]
    pub token: Option<TokenId>,
    /// The session; `null` for a token.
    #[serde(default)]
    #[schema(value_type = Option<schema::SessionId>)]
    pub session: Option<SessionId>,
    /// What the token or session may do.
    pub scopes: Vec<TokenScope>,
    /// When it stops to work.
    #[schema(value_type = schema::Time)]
    pub expires_at: Timestamp,
    /// The server's version.
    pub server_version: String,
    /// What the server runs.
    pub serves: ServerParts,
}

crate::status::words! {
    /// What a server runs.
    ServerParts {
        /// Everything.
        All = "all",
        /// The bridge alone: it has no projects, runs, tasks and agents.
        Bridge = "bridge",
    }
}

/// The process answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Health {
    /// Always `ok`.
    pub status: String,
    /// The server's version.
    pub version: String,
}

/// Whether the process can do its work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Readiness {
    /// It can.
    pub ready: bool,
    /// What was looked at.
    pub checks: Vec<ReadinessCheck>,
}

/// One thing that the process needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReadinessCheck {
    /// What.
    pub name: String,
    /// Whether it is there.
    pub ok: bool,
    /// What is wrong with it.
    pub detail: Option<String>,
}
