//! What the base of a working copy has: its files and links by path, and which of its files' modes and rules count.

use super::super::folder::is_executable;
use super::changed::{Inside, Side};
use super::ignored::Ignored;
use dream_blobs::diff::{DiffLimits, FileMode};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// The base, which is ours: nobody writes there.
pub(super) struct Old {
    folder: PathBuf,
    entries: BTreeMap<String, Entry>,
    pub(super) ignored: Ignored,
}

struct Entry {
    kind: OldKind,
    /// Whether the copy has something at its path.
    seen: bool,
}

/// What is at a path of the base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum OldKind {
    File(FileMode),
    /// A link, with what it names; one that names no text is known by nothing but its place.
    Link(Option<String>),
}

impl Old {
    /// Reads what is in `folder`.
    pub(super) fn read(folder: &Path) -> io::Result<Self> {
        let mut old = Self { folder: folder.to_owned(), entries: BTreeMap::new(), ignored: Ignored::default() };
        old.add(folder, "")?;
        Ok(old)
    }

    fn add(&mut self, folder: &Path, prefix: &str) -> io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name();
            // A name that is no text is looked at on neither side.
            let Some(name) = name.to_str().filter(|name| !is_git(name)) else { continue };
            let (path, found) = (format!("{prefix}{name}"), entry.metadata()?);
            if found.is_dir() {
                self.add(&entry.path(), &format!("{path}/"))?;
                continue;
            }
            let kind = if found.is_symlink() {
                OldKind::Link(std::fs::read_link(entry.path())?.into_os_string().into_string().ok())
            } else {
                if name == ".gitignore" {
                    self.ignored.add(prefix, &String::from_utf8_lossy(&std::fs::read(entry.path())?));
                }
                OldKind::File(if is_executable(&found) { FileMode::Executable } else { FileMode::Plain })
            };
            self.entries.insert(path, Entry { kind, seen: false });
        }
        Ok(())
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.entries.contains_key(path)
    }

    pub(super) fn has_below(&self, folder: &str) -> bool {
        let prefix = format!("{folder}/");
        self.entries.range(prefix.clone()..).next().is_some_and(|(path, _)| path.starts_with(&prefix))
    }

    /// What is at `path`, which the copy has something at.
    pub(super) fn see(&mut self, path: &str) -> Option<OldKind> {
        let entry = self.entries.get_mut(path)?;
        entry.seen = true;
        Some(entry.kind.clone())
    }

    /// The paths at which the copy has nothing.
    pub(super) fn unseen(&self) -> Vec<(String, OldKind)> {
        self.entries.iter().filter(|(_, entry)| !entry.seen).map(|(path, entry)| (path.clone(), entry.kind.clone())).collect()
    }

    /// Opens the file at `path`.
    pub(super) fn open(&self, path: &str) -> io::Result<std::fs::File> {
        std::fs::File::open(self.folder.join(path))
    }

    /// `kind`, which is at `path`, as a side of a difference.
    pub(super) fn side(&self, path: &str, kind: OldKind) -> io::Result<Side> {
        let mode = match kind {
            OldKind::File(mode) => mode,
            OldKind::Link(to) => return Ok(Side::link(&to.unwrap_or_default())),
        };
        let found = self.folder.join(path);
        let small = std::fs::metadata(&found)?.len() <= DiffLimits::default().max_file_bytes;
        let inside = if small { Inside::Bytes(std::fs::read(found)?) } else { Inside::Large };
        Ok(Side { mode, inside })
    }
}

/// Git's own folder, whatever the case of its letters.
pub(super) fn is_git(name: &str) -> bool {
    name.eq_ignore_ascii_case(".git")
}
