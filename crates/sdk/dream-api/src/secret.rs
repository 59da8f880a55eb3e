//! Secrets: that they are there, never what they are.

use crate::schema;
use dream_clock::Timestamp;
use dream_id::PersonId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A secret that is kept by name. Nobody is shown its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Secret {
    /// Its name.
    pub name: String,
    /// When its present value was set.
    #[schema(value_type = schema::Time)]
    pub set_at: Timestamp,
    /// Who set it.
    #[schema(value_type = Option<schema::PersonId>)]
    pub set_by: Option<PersonId>,
    /// When it was removed.
    #[schema(value_type = Option<schema::Time>)]
    pub removed_at: Option<Timestamp>,
}

/// Sets a secret, or gives it another value. It is written here and never shown again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetSecret {
    /// The value: 1 to 65,536 bytes.
    #[schema(min_length = 1, max_length = 65536, format = Password)]
    pub value: String,
}

impl std::fmt::Debug for SetSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SetSecret { value: … }")
    }
}
