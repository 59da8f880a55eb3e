//! Delegations: one person lets another decide for them, for a time.

use crate::schema;
use dream_clock::Timestamp;
use dream_id::{DelegationId, PersonId, ProjectId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A delegation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Delegation {
    /// Its id.
    #[schema(value_type = schema::DelegationId)]
    pub id: DelegationId,
    /// Whose right it is.
    #[schema(value_type = schema::PersonId)]
    pub from: PersonId,
    /// Who may use it.
    #[schema(value_type = schema::PersonId)]
    pub to: PersonId,
    /// On which project; on all when `null`.
    #[schema(value_type = Option<schema::ProjectId>)]
    pub project: Option<ProjectId>,
    /// Until when.
    #[schema(value_type = schema::Time)]
    pub until: Timestamp,
    /// When it was taken back.
    #[schema(value_type = Option<schema::Time>)]
    pub revoked_at: Option<Timestamp>,
}

/// Lets somebody else decide for the caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDelegation {
    /// Who may decide for the caller.
    #[schema(value_type = schema::PersonId)]
    pub to: PersonId,
    /// On which project; on all when left out.
    #[serde(default)]
    #[schema(value_type = Option<schema::ProjectId>)]
    pub project: Option<ProjectId>,
    /// Until when.
    #[schema(value_type = schema::Time)]
    pub until: Timestamp,
}
