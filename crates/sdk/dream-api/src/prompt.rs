//! Prompts: what each craft is told.

use crate::{Digest, schema};
use dream_clock::Timestamp;
use dream_id::PersonId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a craft is told: the organisation's own prompt, or the one that comes with the product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Prompt {
    /// The craft, such as `product-manager`.
    pub craft: String,
    /// The version's number; 0 for the built-in one.
    pub version: u32,
    /// Whether it comes with the product.
    pub built_in: bool,
    /// The digest of its text, which every attempt that is told it names.
    #[schema(value_type = schema::Sha256)]
    pub digest: Digest,
    /// When the organisation last changed it; `null` when it never did.
    #[schema(value_type = Option<schema::Time>)]
    pub changed_at: Option<Timestamp>,
    /// Its text; `null` in lists.
    pub source: Option<String>,
}

/// A version of an organisation's prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PromptVersion {
    /// Its number, from 1.
    pub version: u32,
    /// The digest of its text.
    #[schema(value_type = schema::Sha256)]
    pub digest: Digest,
    /// When it was published.
    #[schema(value_type = schema::Time)]
    pub published_at: Timestamp,
    /// Who published it.
    #[schema(value_type = Option<schema::PersonId>)]
    pub published_by: Option<PersonId>,
}

/// Publishes the next version of a prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishPrompt {
    /// Its text: words, `{{ values }}`, `if` and `for`; at most 64 KiB.
    pub source: String,
}

/// Checks a prompt without publishing it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckPrompt {
    /// Its text.
    pub source: String,
}

/// Whether a prompt can be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PromptVerdict {
    /// It can.
    pub valid: bool,
    /// What is wrong with it, why, and what to do.
    pub message: Option<String>,
    /// The line that is wrong, from 1.
    pub line: Option<u32>,
    /// What the craft would be told at a stage with everything.
    pub sample: Option<String>,
}
