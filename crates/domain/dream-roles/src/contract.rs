//! What a stage must hand in.

use crate::{Check, Craft};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

/// The form of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutputKind {
    /// One Markdown file.
    Document,
    /// A tree of files.
    Tree,
    /// A JSON object that fits a schema, and its rendering as Markdown.
    Report,
}

/// A text that names no form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not something a model can hand in: use document, tree or report")]
pub struct UnknownOutputKind(String);

/// What one model call must hand in for one artifact, and how that is checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contract {
    /// Who works it.
    pub craft: Craft,
    /// The artifact's name in the template, such as `prd`: ASCII letters, digits, `.`, `_` and `-`.
    pub artifact: String,
    /// The form.
    pub kind: OutputKind,
    /// For documents: the headings that must be there with text under them, in this order of importance only.
    pub sections: Vec<String>,
    /// The most bytes all files may have together.
    pub max_bytes: u64,
    /// For reports: the JSON Schema; `None` takes the craft's own.
    pub schema: Option<Value>,
    /// Checks beyond those that the form always has.
    pub checks: Vec<Check>,
}

impl Contract {
    /// A contract with the usual limit (1 MiB for documents and reports, 8 MiB for trees) and no further checks.
    #[must_use]
    pub fn new(craft: Craft, artifact: impl Into<String>, kind: OutputKind) -> Self {
        Self {
            craft,
            artifact: artifact.into(),
            kind,
            sections: Vec::new(),
            max_bytes: kind.usual_max_bytes(),
            schema: None,
            checks: Vec::new(),
        }
    }

    /// The path of the one file of a document: the artifact's name and `.md`.
    #[must_use]
    pub fn document_path(&self) -> String {
        format!("{}.md", crate::prompt::safe_name(&self.artifact))
    }

    /// The JSON Schema of a report: its own, else the craft's.
    ///
    /// # Errors
    /// When an embedded schema is not JSON, which the tests rule out.
    pub fn report_schema(&self) -> Result<Value, serde_json::Error> {
        match &self.schema {
            Some(schema) => Ok(schema.clone()),
            None => serde_json::from_str(crate::report::schema_text(self.craft)),
        }
    }
}

impl OutputKind {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Document, Self::Tree, Self::Report];

    /// Its name in templates and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Tree => "tree",
            Self::Report => "report",
        }
    }

    /// The media type of an artifact of this form.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Document => "text/markdown",
            Self::Tree => "application/vnd.dreamos.tree",
            Self::Report => "application/vnd.dreamos.report+json",
        }
    }

    const fn usual_max_bytes(self) -> u64 {
        match self {
            Self::Document | Self::Report => 1 << 20,
            Self::Tree => 8 << 20,
        }
    }
}

impl fmt::Display for OutputKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for OutputKind {
    type Err = UnknownOutputKind;

    fn from_str(text: &str) -> Result<Self, UnknownOutputKind> {
        let known = Self::ALL.into_iter().find(|kind| kind.name() == text);
        known.ok_or_else(|| UnknownOutputKind(text.chars().take(80).collect()))
    }
}
