//! Temporary files: each open store has a folder of its own for them, locked for as long as it lives.
//!
//! `<root>/.tmp/<n>` belongs to whoever holds the lock on `<root>/.tmp/<n>/lock`. A store that opens removes the folders whose
//! lock nobody holds: their processes died. Making and removing such folders is done under the lock on `<root>/.tmp/lock`, so
//! that several processes can share one root.

use crate::BlobError;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

const LOCK: &str = "lock";

/// The folder for one open store's temporary files.
#[derive(Debug)]
pub(super) struct Temporaries {
    folder: PathBuf,
    next: AtomicU64,
    /// Held open: the lock lives as long as this.
    _lock: File,
}

/// A temporary file that is removed unless it is renamed.
#[derive(Debug)]
pub(super) struct Temporary {
    file: File,
    path: PathBuf,
    renamed: bool,
}

impl Temporaries {
    /// Removes what dead processes left under `root`, and makes a folder of our own.
    pub(super) fn open(root: &Path) -> Result<Self, BlobError> {
        let all = root.join(".tmp");
        super::files::make_folder(&all)?;
        let gate = lock_file(&all.join(LOCK))?;
        gate.lock().map_err(BlobError::disk("locking", &all))?;
        remove_dead(&all)?;
        for n in 0..u32::MAX {
            let folder = all.join(n.to_string());
            match fs::create_dir(&folder) {
                Ok(()) => {
                    let lock = lock_file(&folder.join(LOCK))?;
                    lock.lock().map_err(BlobError::disk("locking", &folder))?;
                    return Ok(Self { folder, next: AtomicU64::new(0), _lock: lock });
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(BlobError::disk("making", &folder)(error)),
            }
        }
        Err(BlobError::Disk { doing: "making", path: all.display().to_string(), source: ErrorKind::AlreadyExists.into() })
    }

    /// A new, empty temporary file.
    pub(super) fn create(&self) -> Result<Temporary, BlobError> {
        let path = self.folder.join(self.next.fetch_add(1, Ordering::Relaxed).to_string());
        let file = private().write(true).create_new(true).open(&path).map_err(BlobError::disk("making", &path))?;
        Ok(Temporary { file, path, renamed: false })
    }
}

impl Temporary {
    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Appends bytes.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)
    }

    /// Puts its bytes on the disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }

    /// Renames it over `target`; the bytes must be synced.
    pub(super) fn rename(mut self, target: &Path) -> io::Result<()> {
        fs::rename(&self.path, target)?;
        self.renamed = true;
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.renamed
            && let Err(error) = fs::remove_file(&self.path)
        {
            tracing::warn!(path = %self.path.display(), %error, "a temporary file could not be removed; the next start tries again");
        }
    }
}

fn remove_dead(all: &Path) -> Result<(), BlobError> {
    let reading = BlobError::disk("reading", all);
    for entry in fs::read_dir(all).map_err(&reading)? {
        let folder = entry.map_err(&reading)?.path();
        if !folder.is_dir() {
            continue;
        }
        let lock = lock_file(&folder.join(LOCK))?;
        if lock.try_lock().is_ok() {
            fs::remove_dir_all(&folder).map_err(BlobError::disk("removing", &folder))?;
        }
    }
    Ok(())
}

fn lock_file(path: &Path) -> Result<File, BlobError> {
    private().write(true).create(true).truncate(false).open(path).map_err(BlobError::disk("opening", path))
}

/// Files that the server's own user alone may read.
fn private() -> OpenOptions {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "the mode is Unix's"))]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
