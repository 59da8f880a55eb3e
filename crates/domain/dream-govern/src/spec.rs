//! What a template says about one stage, pinned in the stage when its run starts.

use crate::{CheckResult, Craft, Gate};
use dream_words::words;
use serde::{Deserialize, Serialize};

/// One stage of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageSpec {
    /// Its name in the template: lowercase letters, digits and `-`.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// What the agent that works it does.
    pub craft: Craft,
    /// The stages that must be done before it starts, by name.
    pub needs: Vec<String>,
    /// The artifacts it works from, by name; the brief is always among them.
    pub inputs: Vec<String>,
    /// The artifacts it must hand in: exactly these.
    pub produces: Vec<ProductSpec>,
    /// The machine checks whose results its output must come with.
    pub checks: Vec<String>,
    /// The commands that must succeed on its output.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commands: Vec<CommandCheck>,
    /// How many attempts may fail in a row before the stage fails; at least 1.
    pub max_attempts: u32,
    /// What stands between its output and the stages after it.
    pub gate: Gate,
}

/// A check that is a command: run confined, without a network, in a copy of a tree of files that was handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandCheck {
    /// The name of its result, unlike that of any other check of the stage.
    pub name: String,
    /// The artifact in whose files it runs.
    pub artifact: String,
    /// What is run, for a shell.
    pub run: String,
    /// How long it may take, in seconds.
    pub timeout_s: u64,
}

/// One artifact that a stage must hand in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductSpec {
    /// Its name, unique in the template.
    pub name: String,
    /// Its form.
    pub kind: ArtifactKind,
    /// Of a document: the headings that must be there.
    pub sections: Vec<String>,
    /// The most bytes all its files may have together.
    pub max_bytes: u64,
    /// Of a report: its JSON Schema as JSON text; `None` takes the craft's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
}

words! {
    /// The form of an artifact.
    ArtifactKind ("kind of artifact") {
        /// One Markdown file.
        Document = "document",
        /// A tree of files.
        Tree = "tree",
        /// A JSON object that fits a schema, and its rendering as Markdown.
        Report = "report",
        /// The release: everything approved, with its manifest.
        Bundle = "bundle",
    }
}

impl ArtifactKind {
    /// The most bytes when a template does not say: 1 MiB for documents and reports, 8 MiB for trees, 64 MiB for bundles.
    #[must_use]
    pub const fn usual_max_bytes(self) -> u64 {
        match self {
            Self::Document | Self::Report => 1 << 20,
            Self::Tree => 8 << 20,
            Self::Bundle => 64 << 20,
        }
    }
}

impl StageSpec {
    /// Whether every check and command that the template names has a result and no result failed. A missing result is a failure.
    #[must_use]
    pub fn checks_pass(&self, results: &[CheckResult]) -> bool {
        let has_passed = |name: &String| results.iter().any(|result| &result.name == name && result.passed);
        let commands = self.commands.iter().map(|command| &command.name);
        self.checks.iter().chain(commands).all(has_passed) && results.iter().all(|result| result.passed)
    }

    /// What it says about the artifact `name`, if it produces it.
    #[must_use]
    pub fn product(&self, name: &str) -> Option<&ProductSpec> {
        self.produces.iter().find(|product| product.name == name)
    }
}
