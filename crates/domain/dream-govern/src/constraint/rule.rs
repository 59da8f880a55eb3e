//! What the machine enforces of a constraint, and which rules could never hold anything back.

use serde::{Deserialize, Serialize};

/// The most characters that a rule's text may have.
const MOST: usize = 256;

/// What the machine enforces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Rule {
    /// A tool that may not be called.
    DeniedTool {
        /// Its name; `*` stands for any letters.
        tool: String,
    },
    /// A path that may not be in an artifact, nor be named in a tool's arguments.
    DeniedPath {
        /// A folder or a file, relative to the artifact.
        path: String,
    },
    /// A host that may not be reached or linked to.
    DeniedHost {
        /// Its name; hosts below it are meant too.
        host: String,
    },
    /// The most that the bound work may cost together.
    MaxCost {
        /// In millionths of a US dollar.
        micros: u64,
    },
    /// A heading that a document must have.
    RequiredSection {
        /// The artifact's name; `None` means every document.
        artifact: Option<String>,
        /// The heading.
        heading: String,
    },
}

impl Rule {
    /// Whether it can be enforced as it is written: a rule that matches nothing would only look like one.
    ///
    /// # Errors
    /// Why it cannot, and how to write it.
    pub fn check(&self) -> Result<(), String> {
        match self {
            Self::DeniedTool { tool } => written(tool, "a tool"),
            Self::DeniedPath { path } => written(path, "a path").and_then(|()| is_path(path)),
            Self::DeniedHost { host } => written(host, "a host").and_then(|()| is_host(host)),
            Self::MaxCost { .. } => Ok(()),
            Self::RequiredSection { heading, .. } => written(heading, "a heading").and_then(|()| is_heading(heading)),
        }
    }
}

fn written(text: &str, what: &str) -> Result<(), String> {
    if text.trim().is_empty() || text.chars().count() > MOST || text.chars().any(char::is_control) {
        return Err(format!("{what} is named by 1 to {MOST} visible characters on one line"));
    }
    Ok(())
}

fn is_path(path: &str) -> Result<(), String> {
    let mut parts = path.trim_matches('/').split('/');
    if parts.any(|part| matches!(part, "" | "." | "..")) || path.contains(['*', '?', '\\']) {
        return Err(format!(
            "`{path}` denies nothing: name a folder or a file as it stands in the artifact, such as scripts/old, without patterns; all in a folder is meant"
        ));
    }
    Ok(())
}

fn is_host(host: &str) -> Result<(), String> {
    let labels = |host: &str| host.split('.').all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-'));
    if !labels(host) {
        return Err(format!(
            "`{host}` denies nothing: name the host alone, such as tracker.example, without scheme, port or patterns; hosts below it are meant too"
        ));
    }
    Ok(())
}

fn is_heading(heading: &str) -> Result<(), String> {
    if heading.trim() != heading || (heading.starts_with('#') && heading.trim_start_matches('#').starts_with(' ')) {
        return Err(format!("no document has the heading `{heading}`: write it without `#` and without spaces around it"));
    }
    Ok(())
}
