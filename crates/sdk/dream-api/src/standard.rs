//! The organisation's standard: what every template must keep.

use crate::{Digest, schema};
use dream_clock::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The standard in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Standard {
    /// Its version; 0 when none was ever published.
    pub version: u32,
    /// The digest of its TOML.
    #[schema(value_type = Option<schema::Sha256>)]
    pub digest: Option<Digest>,
    /// Its TOML.
    pub source: Option<String>,
    /// When it was published.
    #[schema(value_type = Option<schema::Time>)]
    pub published_at: Option<Timestamp>,
}

/// Publishes a new version of the standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishStandard {
    /// Its TOML.
    pub source: String,
}
