//! Tidy: the rules about the tree as a whole that no compiler checks. One file per rule; each takes the tree (or cargo's
//! metadata) and returns what breaks it.

mod crates;
mod headers;
mod layers;
mod links;
mod names;
mod sizes;
mod text;
mod tree;

use std::fmt;
use std::path::Path;
use std::process::Command;

use tree::Tree;

/// One breach of one rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Breach {
    /// Where: a path from the top of the checkout, a crate's name, or `path:line`.
    place: String,
    /// What is wrong and what to do about it.
    message: String,
}

impl Breach {
    fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place: place.into(), message: message.into() }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// Checks every rule over the tree at `root`; the text to print either way.
pub(crate) fn run(root: &Path) -> Result<String, String> {
    let tree = Tree::read(root)?;
    let metadata = metadata(root)?;
    let report = sizes::check(&tree);
    let mut breaches = report.breaches;
    breaches.extend(crates::check(&tree));
    breaches.extend(headers::check(&tree));
    breaches.extend(names::check(&tree));
    breaches.extend(links::check(&tree));
    breaches.extend(text::check(&tree));
    breaches.extend(layers::check(&metadata)?);
    if breaches.is_empty() {
        return Ok(format!("tidy: {} files in order. {}", tree.files.len(), report.figures));
    }
    breaches.sort();
    let lines: Vec<String> = breaches.iter().map(ToString::to_string).collect();
    Err(format!("{}\ntidy: {} breaches. {}", lines.join("\n"), breaches.len(), report.figures))
}

fn metadata(root: &Path) -> Result<serde_json::Value, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("cargo metadata could not be started: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr)));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata gave no JSON: {error}"))
}
