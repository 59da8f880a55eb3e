//! Which files of two trees differ, from their manifests alone.

use crate::{Tree, TreeFile};
use dream_ledger::Digest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a file is, with the numbers that Git has for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum FileMode {
    /// A file.
    #[default]
    #[serde(rename = "100644")]
    Plain,
    /// A file that may be executed.
    #[serde(rename = "100755")]
    Executable,
    /// A symbolic link, whose bytes are what it names.
    #[serde(rename = "120000")]
    Link,
}

impl FileMode {
    /// Git's number for it, such as `100644`.
    #[must_use]
    pub const fn octal(self) -> &'static str {
        match self {
            Self::Plain => "100644",
            Self::Executable => "100755",
            Self::Link => "120000",
        }
    }
}

/// What happened to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum FileChange {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its bytes or its mode differ.
    Modified,
    /// The same bytes moved to another path.
    Renamed {
        /// The old path.
        from: String,
    },
}

/// A file in the old tree and in the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FilePair<'a> {
    /// The file before; `None` for a new one.
    pub old: Option<&'a TreeFile>,
    /// The file after; `None` for one that is gone.
    pub new: Option<&'a TreeFile>,
}

impl FilePair<'_> {
    /// The path in the new tree; of a removed file, the old one.
    #[must_use]
    pub fn path(&self) -> &str {
        self.new.or(self.old).map_or("", |file| file.path.as_str())
    }

    /// What happened to it.
    #[must_use]
    pub fn change(&self) -> FileChange {
        match (self.old, self.new) {
            (None, _) => FileChange::Added,
            (Some(_), None) => FileChange::Removed,
            (Some(old), Some(new)) if old.path == new.path => FileChange::Modified,
            (Some(old), Some(_)) => FileChange::Renamed { from: old.path.clone() },
        }
    }

    pub(super) fn same_bytes(&self) -> bool {
        self.old.map(|file| file.digest) == self.new.map(|file| file.digest)
    }

    pub(super) fn largest(&self) -> u64 {
        [self.old, self.new].into_iter().flatten().map(|file| file.size).max().unwrap_or(0)
    }
}

/// The files that differ, by path. A removed and an added file with the same bytes are one renamed file; empty files, which
/// are all the same, are not taken for each other.
#[must_use]
pub fn changed_files<'a>(old: &'a Tree, new: &'a Tree) -> Vec<FilePair<'a>> {
    let mut removed: BTreeMap<Digest, Vec<&TreeFile>> = BTreeMap::new();
    for file in old.files().iter().rev().filter(|file| new.file(&file.path).is_none()) {
        removed.entry(file.digest).or_default().push(file);
    }
    let mut pairs = Vec::new();
    for file in new.files() {
        let before = match old.file(&file.path) {
            Some(before) if before.digest == file.digest && before.executable == file.executable => continue,
            Some(before) => Some(before),
            None if file.size > 0 => removed.get_mut(&file.digest).and_then(Vec::pop),
            None => None,
        };
        pairs.push(FilePair { old: before, new: Some(file) });
    }
    pairs.extend(removed.into_values().flatten().map(|file| FilePair { old: Some(file), new: None }));
    pairs.sort_by(|a, b| a.path().cmp(b.path()));
    pairs
}
