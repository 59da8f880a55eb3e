//! The organisation's standard: what every template must keep.

use crate::{Digest, TemplateError, schema};
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

/// Checks a standard without publishing it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckStandard {
    /// Its TOML.
    pub source: String,
}

/// Whether a standard can be published, and what it would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StandardVerdict {
    /// It can.
    pub valid: bool,
    /// Everything that is wrong with it.
    pub errors: Vec<TemplateError>,
    /// What it would do to each template that a project may follow, by name; empty for one that cannot be published.
    pub templates: Vec<StandardEffect>,
}

/// What a standard would do to one template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StandardEffect {
    /// The template's name.
    pub template: String,
    /// Why no run could follow it any more, each reason in a sentence; empty when runs can.
    pub violations: Vec<String>,
    /// What would be different from now, each difference in a sentence.
    pub changes: Vec<String>,
}
