//! Templates of runs.

use crate::{Digest, schema};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A template: its newest version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Template {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// The version's number; 0 for one that is built in.
    pub version: u32,
    /// The digest of its TOML.
    #[schema(value_type = schema::Sha256)]
    pub digest: Digest,
    /// Whether it comes with the product.
    pub built_in: bool,
    /// Its stages, in order.
    pub stages: Vec<TemplateStage>,
    /// Its TOML; `null` in lists.
    pub source: Option<String>,
    /// What nobody could satisfy as the organisation is now, each in a sentence with what to do: gates that ask more people than there are.
    /// Empty in lists.
    pub warnings: Vec<String>,
}

/// A stage of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TemplateStage {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// The craft that works it.
    pub role: String,
    /// The stages it needs.
    pub needs: Vec<String>,
    /// The artifacts it produces.
    pub produces: Vec<String>,
    /// When people are asked: `always`, `failed_checks` or `never`.
    pub asks_people: String,
}

/// Publishes a new version of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishTemplate {
    /// Its TOML.
    pub source: String,
    /// The file's name, for messages.
    #[serde(default)]
    pub file: Option<String>,
}

/// Checks a template without publishing it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ValidateTemplate {
    /// Its TOML.
    pub source: String,
    /// The file's name, for messages.
    #[serde(default)]
    pub file: Option<String>,
}

/// Whether a template can be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TemplateVerdict {
    /// It can.
    pub valid: bool,
    /// Everything that is wrong with it.
    pub errors: Vec<TemplateError>,
    /// What nobody could satisfy as the organisation is now, each in a sentence with what to do: it can be published all the same.
    pub warnings: Vec<String>,
}

/// One thing that is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TemplateError {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: Option<u32>,
    /// The stage.
    pub stage: Option<String>,
    /// What is wrong, why, and what to do.
    pub message: String,
}
