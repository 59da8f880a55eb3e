//! Holds: spans of time whose log lines are not removed.

use crate::schema;
use dream_clock::Timestamp;
use dream_id::HoldId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Hold {
    /// Its id.
    #[schema(value_type = schema::HoldId)]
    pub id: HoldId,
    /// What it is for.
    pub name: String,
    /// Whether it covers the server's own lines instead of the organisation's.
    pub server: bool,
    /// The first moment that it covers; `null` for the beginning.
    #[schema(value_type = Option<schema::Time>)]
    pub from: Option<Timestamp>,
    /// The moment after the last; `null` for no end.
    #[schema(value_type = Option<schema::Time>)]
    pub until: Option<Timestamp>,
    /// When it was placed.
    #[schema(value_type = schema::Time)]
    pub placed_at: Timestamp,
    /// When it was lifted.
    #[schema(value_type = Option<schema::Time>)]
    pub lifted_at: Option<Timestamp>,
}

/// A hold to place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceHold {
    /// What it is for: 1 to 100 characters.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// Whether it covers the server's own lines instead of the organisation's.
    #[serde(default)]
    pub server: bool,
    /// The first moment that it covers; the beginning when left out.
    #[serde(default)]
    #[schema(value_type = Option<schema::Time>)]
    pub from: Option<Timestamp>,
    /// The moment after the last; no end when left out.
    #[serde(default)]
    #[schema(value_type = Option<schema::Time>)]
    pub until: Option<Timestamp>,
}
