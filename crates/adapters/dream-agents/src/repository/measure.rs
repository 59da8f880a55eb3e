//! How large the files of a commit may be: what is copied for every piece of work has a limit.

use dream_ports::RepositoryFault;
use std::path::Path;

/// The most files and folders.
const MOST_ENTRIES: u64 = 100_000;
/// The most bytes, with git's own.
const MOST_BYTES: u64 = 2 << 30;
/// The deepest folder.
pub(super) const DEEPEST: usize = 64;

struct Measured {
    entries: u64,
    bytes: u64,
}

/// Refuses the files in `folder`, which are of the repository at `path`, when they are more than may be copied.
pub(super) fn check(folder: &Path, path: &Path) -> Result<(), RepositoryFault> {
    let too_large = |why: String| RepositoryFault::Unusable { path: path.to_owned(), why };
    let mut measured = Measured { entries: 0, bytes: 0 };
    let deep = measured.add(folder, 1).map_err(|source| RepositoryFault::failed("measuring", folder, source))?;
    if deep {
        return Err(too_large(format!("its folders are more than {DEEPEST} deep; name a smaller repository")));
    }
    if measured.entries > MOST_ENTRIES || measured.bytes > MOST_BYTES {
        return Err(too_large(format!("it has more than {MOST_ENTRIES} files or {MOST_BYTES} bytes; name a smaller repository")));
    }
    Ok(())
}

impl Measured {
    /// Whether there is a folder that is too deep.
    fn add(&mut self, folder: &Path, depth: usize) -> std::io::Result<bool> {
        if depth > DEEPEST {
            return Ok(true);
        }
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let found = entry.metadata()?;
            self.entries += 1;
            self.bytes = self.bytes.saturating_add(found.len());
            if self.entries > MOST_ENTRIES {
                return Ok(false);
            }
            if found.is_dir() && self.add(&entry.path(), depth + 1)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
