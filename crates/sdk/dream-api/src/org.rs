//! Organisations: the tenants.

use crate::schema;
use dream_clock::Timestamp;
use dream_id::OrgId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Organisation {
    /// Its id.
    #[schema(value_type = schema::OrgId)]
    pub id: OrgId,
    /// What people call it.
    pub name: String,
    /// When it was founded.
    #[schema(value_type = schema::Time)]
    pub created_at: Timestamp,
}

/// Gives an organisation another name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameOrganisation {
    /// The new name: 1 to 100 characters.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
}
