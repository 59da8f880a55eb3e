//! A backup of the database and the blobs while the server runs: a tar, compressed, whose last entry lists every file with its SHA-256.

use crate::{AppError, Kind, Op, blob_mark};
use dream_access::{Action, Org};
use dream_clock::Timestamp;
use dream_ledger::{Digest, DigestHasher, Stream};
use dream_store::{Filter, SqlError};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};

/// The archive's format.
const FORMAT: u32 = 1;
/// The compression level: backups are large, and time counts.
const LEVEL: i32 = 3;

#[derive(Serialize)]
struct Manifest {
    format: u32,
    version: &'static str,
    made_at: Timestamp,
    files: BTreeMap<String, Entry>,
    /// The blobs that could not be read, and so are not in the archive.
    damaged: Vec<String>,
}

#[derive(Serialize)]
struct Entry {
    sha256: String,
    size: u64,
}

/// A finished archive; removed when dropped.
#[derive(Debug)]
pub struct Archive {
    path: PathBuf,
    damaged: Vec<Digest>,
}

impl Archive {
    fn at(path: PathBuf) -> Self {
        Self { path, damaged: Vec::new() }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The blobs that are damaged or gone, and so are not in it.
    #[must_use]
    pub fn damaged(&self) -> &[Digest] {
        &self.damaged
    }
}

impl Drop for Archive {
    fn drop(&mut self) {
        // A file that is gone already is as good as removed; one that stays is cleaned up at the next start.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Makes a backup in the scratch folder.
///
/// # Errors
/// `several_organisations`: the archive would hand one tenant's data to another's owner; `storage_full` and `backup_failed`.
pub async fn create(op: &Op) -> Result<Archive, AppError> {
    op.allow(Action::BackupCreate, None)?;
    let app = op.app();
    let orgs: Vec<Stream<Org>> = app.store.read().await?.list(dream_id::Scope::System(app.system), &Filter::default()).await?;
    if orgs.len() > 1 {
        let message = "this server holds several organisations, and an archive would hold them all; back up the database and the blobs with their own tools";
        return Err(AppError::new(Kind::Forbidden, "several_organisations", message));
    }
    let name = app.store.new_id::<dream_id::EventId>();
    let (copy, mut archive) = (app.scratch.join(format!("{name}.copy")), Archive::at(app.scratch.join(format!("{name}.tar.zst"))));
    let copied = app.store.db().backup(&copy).await;
    let guard = Archive::at(copy.clone());
    copied.map_err(copy_failed)?;
    let mark = blob_mark::of(app).await?;
    let manifests =
        app.logs.archived_manifests().await.map_err(|error| AppError::internal("reading the manifests of log segments", error))?;
    let (path, copy_name) = (archive.path().to_path_buf(), app.store.db().copy_name());
    let mut writer = blocking(move || {
        let mut writer = Writer::begin(&path)?;
        writer.add_file(copy_name.to_owned(), &copy)?;
        writer.add(format!("blobs/{}", dream_blobs::MARK), mark.as_bytes())?;
        for manifest in manifests {
            writer.add(format!("logs/{}", manifest.file), &manifest.bytes)?;
        }
        Ok(writer)
    })
    .await?;
    // It may be as large as all else together.
    drop(guard);
    for org in &orgs {
        for blob in app.blobs.list(org.id()).await? {
            let bytes = match app.blobs.get(org.id(), blob.digest).await.map_err(AppError::from) {
                Ok(bytes) => bytes,
                // One blob that is broken must not keep the others out of the backup: it is named instead.
                Err(error) if error.is_damage() => {
                    tracing::error!(org.id = %org.id(), blob.digest = %blob.digest, error.code = error.code, "a blob is damaged; it is not in the backup");
                    archive.damaged.push(blob.digest);
                    continue;
                }
                Err(error) => return Err(error),
            };
            let name = format!("blobs/{}", dream_blobs::key(org.id(), &blob.digest));
            writer = blocking(move || writer.add(name, &bytes).map(|()| writer)).await?;
        }
    }
    let made_at = app.now();
    let damaged = archive.damaged.iter().map(ToString::to_string).collect();
    blocking(move || writer.finish(made_at, damaged)).await?;
    Ok(archive)
}

fn copy_failed(error: SqlError) -> AppError {
    let (code, advice) = match &error {
        SqlError::StorageFull { .. } => ("storage_full", "free some space and try again"),
        SqlError::File { source, .. } if source.kind() == std::io::ErrorKind::StorageFull => {
            ("storage_full", "free some space in the data folder and try again")
        }
        _ => ("backup_failed", "the server's log says more"),
    };
    AppError::new(Kind::Unavailable, code, format!("the database could not be copied: {error}; {advice}")).because(error)
}

/// Runs work on files beside the threads that serve.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, AppError> + Send + 'static) -> Result<T, AppError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| AppError::internal("writing a backup", error))?
}

fn io(doing: &'static str) -> impl Fn(std::io::Error) -> AppError {
    move |error| {
        let full = error.kind() == std::io::ErrorKind::StorageFull;
        let code = if full { "storage_full" } else { "backup_failed" };
        AppError::new(Kind::Unavailable, code, format!("{doing} failed; free some space in the data folder and try again")).because(error)
    }
}

/// A file that is digested while it is read.
struct Hashed {
    file: std::fs::File,
    hasher: DigestHasher,
}

impl Read for Hashed {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.hasher.update(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

struct Writer {
    tar: tar::Builder<zstd::Encoder<'static, std::fs::File>>,
    files: BTreeMap<String, Entry>,
}

impl Writer {
    fn begin(path: &Path) -> Result<Self, AppError> {
        let file = std::fs::File::create_new(path).map_err(io("making the archive"))?;
        let encoder = zstd::Encoder::new(file, LEVEL).map_err(io("making the archive"))?;
        Ok(Self { tar: tar::Builder::new(encoder), files: BTreeMap::new() })
    }

    fn add(&mut self, name: String, bytes: &[u8]) -> Result<(), AppError> {
        self.append(&name, bytes)?;
        self.files.insert(name, Entry { sha256: Digest::of(bytes).hex(), size: u64::try_from(bytes.len()).unwrap_or(u64::MAX) });
        Ok(())
    }

    /// Adds a file of any size without holding it in memory.
    fn add_file(&mut self, name: String, path: &Path) -> Result<(), AppError> {
        let file = std::fs::File::open(path).map_err(io("reading the copy of the database"))?;
        let size = file.metadata().map_err(io("reading the copy of the database"))?.len();
        let mut hashed = Hashed { file, hasher: DigestHasher::default() };
        self.append_from(&name, size, &mut hashed)?;
        self.files.insert(name, Entry { sha256: hashed.hasher.finish().hex(), size });
        Ok(())
    }

    fn append(&mut self, name: &str, bytes: &[u8]) -> Result<(), AppError> {
        self.append_from(name, u64::try_from(bytes.len()).unwrap_or(u64::MAX), bytes)
    }

    fn append_from(&mut self, name: &str, size: u64, from: impl Read) -> Result<(), AppError> {
        let mut header = tar::Header::new_gnu();
        header.set_size(size);
        header.set_mode(0o600);
        self.tar.append_data(&mut header, name, from).map_err(io("writing the archive"))
    }

    fn finish(mut self, made_at: Timestamp, damaged: Vec<String>) -> Result<(), AppError> {
        let files = std::mem::take(&mut self.files);
        let manifest = Manifest { format: FORMAT, version: env!("CARGO_PKG_VERSION"), made_at, files, damaged };
        let manifest = serde_json::to_vec(&manifest).map_err(|error| AppError::internal("writing a backup's manifest", error))?;
        self.append("manifest.json", &manifest)?;
        let encoder = self.tar.into_inner().map_err(io("writing the archive"))?;
        let mut file = encoder.finish().map_err(io("writing the archive"))?;
        file.flush().and_then(|()| file.sync_all()).map_err(io("writing the archive"))
    }
}
