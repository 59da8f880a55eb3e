//! Why a prompt cannot be made, or a template not be taken.

use crate::Craft;

/// The longest template, and the longest text that one may render to, in bytes.
pub(super) const LONGEST: usize = 64 * 1024;

/// Why a prompt cannot be made or a template not be taken.
#[derive(Debug, thiserror::Error)]
pub enum PromptError {
    /// The template is too long.
    #[error("the prompt template for {craft} has {bytes} bytes: shorten it to at most {LONGEST}")]
    TooLong {
        /// Whose.
        craft: Craft,
        /// How long it is.
        bytes: usize,
    },
    /// The template contains what none may.
    #[error(
        "the prompt template for {craft} has {what} in line {line}: use only {{{{ values }}}}, if and for, without operators that make texts"
    )]
    Forbidden {
        /// Whose.
        craft: Craft,
        /// Where, from 1.
        line: usize,
        /// What.
        what: String,
    },
    /// The template names a value that no prompt has.
    #[error("the prompt template for {craft} names `{name}` in line {line}, and there is no such value; it may use {known}")]
    Unknown {
        /// Whose.
        craft: Craft,
        /// The name.
        name: String,
        /// Where, from 1; 0 when unknown.
        line: usize,
        /// The names that there are.
        known: String,
    },
    /// The template renders to nothing.
    #[error("the prompt template for {craft} renders to nothing: say what the craft shall do")]
    Blank {
        /// Whose.
        craft: Craft,
    },
    /// The template is not valid, names something unknown, or takes too much to render.
    #[error("the prompt template for {name} cannot be rendered (line {line}): correct it, using only the documented values")]
    Template {
        /// The template.
        name: String,
        /// Where, from 1; 0 when unknown.
        line: usize,
        /// Why.
        #[source]
        source: minijinja::Error,
    },
    /// A report's schema cannot be put into the prompt.
    #[error("the schema of the report `{artifact}` is not JSON: correct it in the template of the run")]
    Schema {
        /// The artifact.
        artifact: String,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
}

impl PromptError {
    /// The line of the template that is wrong, from 1, where one is.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        match self {
            Self::Forbidden { line, .. } | Self::Unknown { line, .. } | Self::Template { line, .. } => Some(*line).filter(|line| *line > 0),
            Self::TooLong { .. } | Self::Blank { .. } | Self::Schema { .. } => None,
        }
    }

    /// What the template's language says of it, where it says anything.
    #[must_use]
    pub fn detail(&self) -> Option<String> {
        match self {
            Self::Template { source, .. } => {
                Some(source.detail().map_or_else(|| source.kind().to_string(), |detail| format!("{}: {detail}", source.kind())))
            }
            _ => None,
        }
    }
}
