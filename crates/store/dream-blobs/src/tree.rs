//! Trees of files: the manifest of an artifact, which names each file's path, digest and size.

use crate::diff::FileMode;
use dream_ledger::{Digest, jcs};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The longest path, in bytes.
pub const MAX_PATH_BYTES: usize = 1024;
/// The longest part of a path between slashes, in bytes.
pub const MAX_PART_BYTES: usize = 255;
/// The most files of one tree.
pub const MAX_TREE_FILES: usize = 20_000;

/// One file of a tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TreeFile {
    /// Its path: relative, parted by `/`, safe to write under any folder.
    pub path: String,
    /// The digest of its bytes.
    pub digest: Digest,
    /// How many bytes it has.
    pub size: u64,
    /// Whether it may be executed. It is written down only of files that may, so that every other tree has the digest that it would have
    /// without.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub executable: bool,
}

impl TreeFile {
    /// A file that is not to be executed.
    #[must_use]
    pub fn new(path: impl Into<String>, digest: Digest, size: u64) -> Self {
        Self { path: path.into(), digest, size, executable: false }
    }

    /// Its mode.
    #[must_use]
    pub fn mode(&self) -> FileMode {
        if self.executable { FileMode::Executable } else { FileMode::Plain }
    }
}

/// Files under one root, by path. An artifact of one file is a tree of one file. Its JSON is
/// `{"files":[{"path","digest","size"}]}`, with `"executable":true` where that is so; its digest is taken over the canonical form of that (RFC 8785).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tree {
    files: Vec<TreeFile>,
}

/// Why files make no tree.
#[derive(Debug, thiserror::Error)]
pub enum TreeError {
    /// A path could reach outside the tree, or means different files on different machines.
    #[error("the path {path:?} {why}")]
    Path {
        /// The path.
        path: String,
        /// What is wrong with it, and what would be right.
        why: &'static str,
    },
    /// Two files have the same path.
    #[error("the path {path:?} is there twice; leave one out")]
    Twice {
        /// The path.
        path: String,
    },
    /// A path is both a file and a folder.
    #[error("{path:?} is a file and a folder at once; rename one")]
    FileAndFolder {
        /// The path.
        path: String,
    },
    /// There are too many files.
    #[error("a tree has at most {MAX_TREE_FILES} files, and this one has {count}; leave out what is not needed")]
    TooMany {
        /// How many there are.
        count: usize,
    },
    /// Bytes are no manifest in canonical form.
    #[error("these bytes are not the manifest of a tree; they were made by something else, or altered")]
    Manifest(#[source] Option<serde_json::Error>),
    /// A size is beyond what JSON keeps exactly.
    #[error("a file's size cannot be written down exactly")]
    Size(#[from] jcs::JcsError),
}

impl Tree {
    /// A tree of these files, in whatever order they come.
    ///
    /// # Errors
    /// [`TreeError`]: an unsafe path, a path that is there twice or is a folder too, or too many files.
    pub fn new(mut files: Vec<TreeFile>) -> Result<Self, TreeError> {
        if files.len() > MAX_TREE_FILES {
            return Err(TreeError::TooMany { count: files.len() });
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut folders = BTreeSet::new();
        for file in &files {
            check_path(&file.path)?;
            folders.extend(file.path.match_indices('/').filter_map(|(at, _)| file.path.get(..at)));
        }
        for pair in files.windows(2) {
            if let [one, other] = pair
                && one.path == other.path
            {
                return Err(TreeError::Twice { path: one.path.clone() });
            }
        }
        if let Some(file) = files.iter().find(|file| folders.contains(file.path.as_str())) {
            return Err(TreeError::FileAndFolder { path: file.path.clone() });
        }
        Ok(Self { files })
    }

    /// A tree of one file.
    ///
    /// # Errors
    /// [`TreeError::Path`] for an unsafe path.
    pub fn of_one(path: impl Into<String>, bytes: &[u8]) -> Result<Self, TreeError> {
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Self::new(vec![TreeFile::new(path, Digest::of(bytes), size)])
    }

    /// Its files, sorted by path.
    #[must_use]
    pub fn files(&self) -> &[TreeFile] {
        &self.files
    }

    /// The file at `path`.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&TreeFile> {
        let place = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        self.files.get(place)
    }

    /// How many bytes all files have together.
    #[must_use]
    pub fn total_size(&self) -> u64 {
        self.files.iter().fold(0, |sum, file| sum.saturating_add(file.size))
    }

    /// The manifest: canonical bytes, to be stored as a blob.
    ///
    /// # Errors
    /// [`TreeError::Size`] for a file of 2⁵³ bytes or more.
    pub fn manifest(&self) -> Result<Vec<u8>, TreeError> {
        Ok(jcs::to_vec(self)?)
    }

    /// The digest of the manifest: what an artifact's version is known by.
    ///
    /// # Errors
    /// [`TreeError::Size`] for a file of 2⁵³ bytes or more.
    pub fn digest(&self) -> Result<Digest, TreeError> {
        Ok(Digest::of(&self.manifest()?))
    }

    /// Reads a manifest. Only the canonical form is taken, so that one tree has one digest.
    ///
    /// # Errors
    /// [`TreeError::Manifest`] for other bytes, and those of [`Tree::new`].
    pub fn from_manifest(bytes: &[u8]) -> Result<Self, TreeError> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Manifest {
            files: Vec<TreeFile>,
        }
        let manifest: Manifest = serde_json::from_slice(bytes).map_err(|error| TreeError::Manifest(Some(error)))?;
        let tree = Self::new(manifest.files)?;
        if tree.manifest()? != bytes {
            return Err(TreeError::Manifest(None));
        }
        Ok(tree)
    }
}

/// Refuses a path that is not relative, plain and short.
fn check_path(path: &str) -> Result<(), TreeError> {
    let refuse = |why| Err(TreeError::Path { path: path.chars().take(200).collect(), why });
    if path.is_empty() {
        return refuse("is empty; give each file a name");
    }
    if path.len() > MAX_PATH_BYTES {
        return refuse("is longer than 1024 bytes; shorten it");
    }
    if path.starts_with('/') {
        return refuse("is absolute; paths are relative to the root of the tree");
    }
    if path.contains('\\') {
        return refuse("has a backslash; part folders by `/`");
    }
    if path.chars().any(char::is_control) {
        return refuse("has a control character; leave it out");
    }
    for part in path.split('/') {
        match part {
            "" => return refuse("has an empty part; write single slashes, and none at the end"),
            "." | ".." => return refuse("has a part `.` or `..`; write the path without them"),
            _ if part.len() > MAX_PART_BYTES => return refuse("has a part longer than 255 bytes; shorten it"),
            _ => {}
        }
    }
    // `C:x` leaves the tree on machines where drives have letters.
    if path.as_bytes().get(1) == Some(&b':') {
        return refuse("begins with a drive letter; paths are relative to the root of the tree");
    }
    Ok(())
}
