//! Differences between two trees, file by file: as data for a page, and as unified text for a terminal or a patch tool.
//!
//! Which files differ is found from the manifests alone (`diff/files.rs`); the hunks of a file from its two texts
//! (`diff/text.rs`); the unified text from the data (`diff/unified.rs`).

mod files;
mod text;
mod unified;

pub use files::{FileChange, FileMode, FilePair, changed_files};
pub use text::content;

use crate::{BlobError, Blobs, Tree, TreeFile};
use bytes::Bytes;
use dream_id::OrgId;
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};

/// How much work a difference may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DiffLimits {
    /// The largest file whose lines are compared, in bytes of either side.
    pub max_file_bytes: u64,
    /// The most lines that all hunks together hold.
    pub max_lines: usize,
    /// How many unchanged lines stand around a change.
    pub context: usize,
    /// How long to look for the smallest difference of all files together; after that the hunks are right but larger.
    pub deadline: Duration,
}

impl Default for DiffLimits {
    fn default() -> Self {
        Self { max_file_bytes: 1 << 20, max_lines: 20_000, context: 3, deadline: Duration::from_secs(2) }
    }
}

/// The differences between two trees.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeDiff {
    /// The files that differ, by their path in the new tree (a removed one by its old path).
    pub files: Vec<FileDiff>,
}

/// The difference of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileDiff {
    /// The path in the new tree; of a removed file, the old one.
    pub path: String,
    /// What happened to it.
    #[serde(flatten)]
    pub change: FileChange,
    /// What it was; `None` for a new one.
    pub old_mode: Option<FileMode>,
    /// What it is; `None` for one that is gone.
    pub new_mode: Option<FileMode>,
    /// What differs inside.
    pub content: Content,
}

/// What differs inside a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Content {
    /// Nothing: only its path or its mode differ.
    Same,
    /// Lines of text.
    Text {
        /// How many lines were added.
        added: u64,
        /// How many lines were removed.
        removed: u64,
        /// The places where it differs, from top to bottom.
        hunks: Vec<Hunk>,
    },
    /// Bytes that are no text (UTF-8 without NUL).
    Binary,
    /// Text, but too much of it to compare.
    TooLarge,
}

/// One place where two texts differ, with the lines around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hunk {
    /// The number, from 1, of the first old line; of the line before it where there are none.
    pub old_start: u64,
    /// How many old lines.
    pub old_lines: u64,
    /// The number, from 1, of the first new line; of the line before it where there are none.
    pub new_start: u64,
    /// How many new lines.
    pub new_lines: u64,
    /// The lines.
    pub lines: Vec<Line>,
}

/// One line of a hunk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Which side has it.
    pub kind: LineKind,
    /// Its number in the old text, from 1.
    pub old: Option<u64>,
    /// Its number in the new text, from 1.
    pub new: Option<u64>,
    /// Its text without the newline, cut where words differ from the line it replaces or is replaced by.
    pub pieces: Vec<Piece>,
    /// Whether a newline ends it; only a text's last line may lack one.
    pub newline: bool,
}

/// Which side has a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Both.
    Context,
    /// The old text.
    Removed,
    /// The new text.
    Added,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it differs from the other side.
    pub changed: bool,
}

impl TreeDiff {
    /// The differences as unified text with Git's headers, which `git apply` and `patch -p1` take.
    #[must_use]
    pub fn unified(&self) -> String {
        unified::render(&self.files)
    }
}

impl Blobs {
    /// The differences between two trees of an organisation. Only files that differ are read.
    ///
    /// # Errors
    /// Those of [`Blobs::get`].
    pub async fn diff(&self, org: OrgId, old: &Tree, new: &Tree, limits: DiffLimits) -> Result<TreeDiff, BlobError> {
        let until = Instant::now() + limits.deadline;
        let mut lines = limits.max_lines;
        let mut diff = TreeDiff::default();
        for pair in changed_files(old, new) {
            let path = pair.path().to_owned();
            let change = pair.change();
            let (old_mode, new_mode) = (pair.old.map(TreeFile::mode), pair.new.map(TreeFile::mode));
            let content = if pair.old.is_some() && pair.same_bytes() {
                Content::Same
            } else if lines == 0 || pair.largest() > limits.max_file_bytes {
                Content::TooLarge
            } else {
                let (before, after) = (self.side(org, pair.old).await?, self.side(org, pair.new).await?);
                let room = DiffLimits { max_lines: lines, ..limits };
                let compare = move || content(&before, &after, room, until);
                tokio::task::spawn_blocking(compare).await.map_err(|_| BlobError::Ended)?
            };
            lines = lines.saturating_sub(content.lines());
            diff.files.push(FileDiff { path, change, old_mode, new_mode, content });
        }
        Ok(diff)
    }

    async fn side(&self, org: OrgId, file: Option<&TreeFile>) -> Result<Bytes, BlobError> {
        match file {
            Some(file) => self.get(org, file.digest).await,
            None => Ok(Bytes::new()),
        }
    }
}

impl Content {
    fn lines(&self) -> usize {
        match self {
            Self::Text { hunks, .. } => hunks.iter().map(|hunk| hunk.lines.len()).sum(),
            Self::Same | Self::Binary | Self::TooLarge => 0,
        }
    }
}
