//! The blocking half: paths, reads, durable writes.

use super::temporary::{Temporaries, Temporary};
use crate::layout::{self, MARK, MAX_MARK};
use crate::{BlobError, BlobInfo, Stored};
use bytes::Bytes;
use dream_id::OrgId;
use dream_ledger::Digest;
use sha2::Digest as _;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tokio::sync::mpsc;

/// A piece of a stream. Without `End` the stream broke off.
pub(super) enum Part {
    Bytes(Bytes),
    End,
}

#[derive(Debug)]
pub(super) struct Files {
    root: PathBuf,
    temporaries: Temporaries,
    /// Folders whose entry in their parent this process has synced.
    synced: Mutex<BTreeSet<PathBuf>>,
}

impl Files {
    pub(super) fn open(root: PathBuf) -> Result<Self, BlobError> {
        make_root(&root)?;
        let temporaries = Temporaries::open(&root)?;
        Ok(Self { root, temporaries, synced: Mutex::default() })
    }

    pub(super) fn put(&self, org: OrgId, bytes: &[u8]) -> Result<Digest, BlobError> {
        let digest = Digest::of(bytes);
        let (folder, path) = self.place(org, &digest);
        if holds(&path, bytes)? {
            // Whoever renamed it may not have come to sync the folder: only when that is done is it acknowledged.
            self.sync_tree(&folder)?;
            sync_folder(&folder)?;
            return Ok(digest);
        }
        let mut temporary = self.temporaries.create()?;
        let writing = BlobError::disk("writing", &path);
        temporary.write(bytes).map_err(&writing)?;
        self.publish(temporary, &folder, &path)?;
        Ok(digest)
    }

    pub(super) fn put_parts(&self, org: OrgId, mut parts: mpsc::Receiver<Part>, limit: u64) -> Result<Stored, BlobError> {
        let mut temporary = self.temporaries.create()?;
        let mut hasher = sha2::Sha256::new();
        let mut size = 0_u64;
        loop {
            match parts.blocking_recv() {
                Some(Part::Bytes(bytes)) => {
                    size = size.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
                    if size > limit {
                        return Err(BlobError::TooLarge { limit });
                    }
                    hasher.update(&bytes);
                    let written = temporary.write(&bytes);
                    written.map_err(BlobError::disk("writing", temporary.path()))?;
                }
                Some(Part::End) => break,
                None => return Err(BlobError::Ended),
            }
        }
        let digest = Digest::from_bytes(hasher.finalize().into());
        let (folder, path) = self.place(org, &digest);
        self.publish(temporary, &folder, &path)?;
        Ok(Stored { digest, size })
    }

    pub(super) fn get(&self, org: OrgId, digest: Digest) -> Result<Bytes, BlobError> {
        let (_, path) = self.place(org, &digest);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(BlobError::Missing { org, digest }),
            Err(error) => return Err(BlobError::disk("reading", &path)(error)),
        };
        let found = Digest::of(&bytes);
        if found != digest {
            return Err(BlobError::Corrupt { place: path.display().to_string(), expected: digest, found });
        }
        Ok(bytes.into())
    }

    pub(super) fn exists(&self, org: OrgId, digest: Digest) -> Result<bool, BlobError> {
        let (_, path) = self.place(org, &digest);
        path.try_exists().map_err(BlobError::disk("looking for", &path))
    }

    pub(super) fn delete(&self, org: OrgId, digest: Digest) -> Result<(), BlobError> {
        let (folder, path) = self.place(org, &digest);
        match fs::remove_file(&path) {
            Ok(()) => sync_folder(&folder),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(BlobError::disk("removing", &path)(error)),
        }
    }

    pub(super) fn list(&self, org: OrgId) -> Result<Vec<BlobInfo>, BlobError> {
        let mut blobs = Vec::new();
        for (folder, path) in entries(&self.root.join(org.to_string()))? {
            for (file, path) in entries(&path)? {
                let Some(digest) = layout::digest(&folder, &file) else { continue };
                match fs::metadata(&path) {
                    Ok(meta) => blobs.push(BlobInfo { digest, size: meta.len() }),
                    // Deleted since the folder was read.
                    Err(error) if error.kind() == ErrorKind::NotFound => {}
                    Err(error) => return Err(BlobError::disk("reading", &path)(error)),
                }
            }
        }
        Ok(blobs)
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn try_room(&self, bytes: &[u8]) -> Result<(), BlobError> {
        let mut temporary = self.temporaries.create()?;
        let written = temporary.write(bytes).and_then(|()| temporary.sync());
        written.map_err(BlobError::disk("writing", temporary.path()))
    }

    pub(super) fn ping(&self) -> Result<(), BlobError> {
        read_mark(&self.root.join(MARK)).map(drop)
    }

    pub(super) fn identity(&self, candidate: &str) -> Result<String, BlobError> {
        let path = self.root.join(MARK);
        if !path.try_exists().map_err(BlobError::disk("looking for", &path))? {
            let mut temporary = self.temporaries.create()?;
            let writing = BlobError::disk("writing", &path);
            temporary.write(candidate.as_bytes()).and_then(|()| temporary.sync()).map_err(&writing)?;
            // A link is made whole or not at all, and only where nothing is: the first to ask decides.
            match fs::hard_link(temporary.path(), &path) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(writing(error)),
            }
        }
        sync_folder(&self.root)?;
        read_mark(&path)
    }

    /// Gives a written temporary file its name, durably.
    fn publish(&self, temporary: Temporary, folder: &Path, path: &Path) -> Result<(), BlobError> {
        let writing = BlobError::disk("writing", path);
        temporary.sync().map_err(&writing)?;
        make_folder(folder)?;
        self.sync_tree(folder)?;
        temporary.rename(path).map_err(&writing)?;
        sync_folder(folder)
    }

    /// Syncs the entries of `folder` and of the organisation's folder above it, once per process.
    fn sync_tree(&self, folder: &Path) -> Result<(), BlobError> {
        if self.synced.lock().unwrap_or_else(PoisonError::into_inner).contains(folder) {
            return Ok(());
        }
        for parent in folder.ancestors().skip(1).take(2) {
            sync_folder(parent)?;
        }
        self.synced.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
        Ok(())
    }

    fn place(&self, org: OrgId, digest: &Digest) -> (PathBuf, PathBuf) {
        let (folder, file) = layout::names(digest);
        let folder = self.root.join(org.to_string()).join(folder);
        let path = folder.join(file);
        (folder, path)
    }
}

/// Whether a file is there with exactly these bytes.
fn holds(path: &Path, bytes: &[u8]) -> Result<bool, BlobError> {
    match fs::read(path) {
        Ok(found) if found == bytes => Ok(true),
        Ok(_) => {
            tracing::warn!(path = %path.display(), "a blob had been altered and is put again");
            Ok(false)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(BlobError::disk("reading", path)(error)),
    }
}

/// Makes the root and what is missing above it, durably.
fn make_root(root: &Path) -> Result<(), BlobError> {
    let made: Vec<&Path> = root.ancestors().take_while(|path| !path.exists()).collect();
    make_folder(root)?;
    for parent in made.into_iter().filter_map(Path::parent) {
        sync_folder(if parent.as_os_str().is_empty() { Path::new(".") } else { parent })?;
    }
    Ok(())
}

/// Makes a folder, and those above it, that the server's own user alone may enter.
pub(super) fn make_folder(path: &Path) -> Result<(), BlobError> {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "the mode is Unix's"))]
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path).map_err(BlobError::disk("making", path))
}

fn sync_folder(path: &Path) -> Result<(), BlobError> {
    File::open(path).and_then(|folder| folder.sync_all()).map_err(BlobError::disk("syncing", path))
}

fn read_mark(path: &Path) -> Result<String, BlobError> {
    let reading = BlobError::disk("reading", path);
    let mut mark = String::new();
    let most = u64::try_from(MAX_MARK).unwrap_or(u64::MAX).saturating_add(1);
    match File::open(path).map_err(&reading)?.take(most).read_to_string(&mut mark) {
        Ok(_) if layout::is_mark(&mark) => Ok(mark),
        Err(error) if error.kind() != ErrorKind::InvalidData => Err(reading(error)),
        Ok(_) | Err(_) => Err(BlobError::Mark { place: path.display().to_string() }),
    }
}

/// The names and paths in a folder; none when it is not there.
fn entries(folder: &Path) -> Result<Vec<(String, PathBuf)>, BlobError> {
    let reading = BlobError::disk("reading", folder);
    let read = match fs::read_dir(folder) {
        Ok(read) => read,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(reading(error)),
    };
    let name = |entry: fs::DirEntry| (entry.file_name().to_string_lossy().into_owned(), entry.path());
    read.map(|entry| entry.map(name)).collect::<io::Result<_>>().map_err(reading)
}
