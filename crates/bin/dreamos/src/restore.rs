//! Restoring a backup: an archive (tar, zstd) whose last entry, `manifest.json`, lists every file with its SHA-256.

mod database;

pub(crate) use database::{Target, into_database};

use crate::error::CliError;
use crate::run_file::CLAIM;
use dream_clock::Timestamp;
use rustix::fs::{FlockOperation, flock};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Component, Path, PathBuf};

/// The entry that ends an archive.
const MANIFEST: &str = "manifest.json";
/// The entry that is the database in an archive made on PostgreSQL.
const COPY: &str = "dream.copy";
/// The file in a data folder that says that its database is not filled yet.
const UNFINISHED: &str = "restore-unfinished";
/// The archive's format that this version reads.
const FORMAT: u32 = 1;
/// No manifest of a real backup is larger.
const LARGEST_MANIFEST: u64 = 256 << 20;

/// What an archive says of itself.
#[derive(Debug, Deserialize)]
struct Manifest {
    format: u32,
    version: String,
    made_at: Timestamp,
    files: BTreeMap<String, FileEntry>,
    /// The digests of the blobs that were damaged or gone when it was made.
    damaged: Vec<String>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct FileEntry {
    sha256: String,
    size: u64,
}

/// What was restored.
#[derive(Debug, Serialize)]
pub(crate) struct Restored {
    /// The data folder.
    pub(crate) data: String,
    /// When the backup was made.
    pub(crate) made_at: Timestamp,
    /// The version that made it.
    pub(crate) version: String,
    /// How many files.
    pub(crate) files: usize,
    /// How many bytes.
    pub(crate) bytes: u64,
    /// How many events of the ledgers were verified afterwards.
    pub(crate) events: u64,
    /// The digests of the blobs that were damaged or gone when the backup was made, and so are not in it.
    pub(crate) damaged_blobs: Vec<String>,
}

impl Restored {
    fn new(manifest: Manifest, data: &Path) -> Self {
        Self {
            data: data.display().to_string(),
            made_at: manifest.made_at,
            version: manifest.version,
            files: manifest.files.len(),
            bytes: manifest.files.values().map(|entry| entry.size).sum(),
            events: 0,
            damaged_blobs: manifest.damaged,
        }
    }
}

/// Unpacks `archive` into `data`, which must be absent or empty. Nothing appears there unless everything is as it was written.
pub(crate) fn into_folder(archive: &Path, data: &Path) -> Result<Restored, CliError> {
    let (staging, manifest) = Staging::unpack(archive, data, is_free(data))?;
    if staging.path.join(COPY).exists() {
        return Err(CliError::usage(
            format!("{} was made on PostgreSQL", archive.display()),
            "name an empty database with --database postgres://… and its blobs with --blobs",
        ));
    }
    put_in_place(&staging.path, data)?;
    Ok(Restored::new(manifest, data))
}

/// A folder beside the data folder, ours alone, where an archive is unpacked. What is left in it goes when this is dropped; what a killed
/// restore left goes when the next one begins.
struct Staging {
    path: PathBuf,
    _lock: File,
}

impl Staging {
    fn unpack(archive: &Path, data: &Path, may_begin: bool) -> Result<(Self, Manifest), CliError> {
        if !may_begin {
            return Err(CliError::usage(
                format!("{} is not empty", data.display()),
                "name a new folder with --data: a restore overwrites nothing",
            ));
        }
        let staging = Self::claim(data)?;
        let (manifest, found) = unpack(archive, &staging.path)?;
        compare(archive, &manifest, &found)?;
        Ok((staging, manifest))
    }

    fn claim(data: &Path) -> Result<Self, CliError> {
        let mut name = data.file_name().unwrap_or_default().to_os_string();
        name.push(".restoring");
        let path = data.with_file_name(name);
        std::fs::create_dir_all(&path).map_err(io("making", &path))?;
        let lock = File::open(&path).map_err(io("claiming", &path))?;
        if flock(&lock, FlockOperation::NonBlockingLockExclusive).is_err() {
            return Err(CliError::Failed {
                what: format!("another restore works in {}", path.display()),
                hint: Some("wait for it, or name another folder with --data".to_owned()),
            });
        }
        let staging = Self { path, _lock: lock };
        for entry in std::fs::read_dir(&staging.path).map_err(io("emptying", &staging.path))? {
            let left = entry.map_err(io("emptying", &staging.path))?.path();
            let removed = if left.is_dir() { std::fs::remove_dir_all(&left) } else { std::fs::remove_file(&left) };
            removed.map_err(io("removing", &left))?;
        }
        Ok(staging)
    }
}

/// Whether there is nothing in the data folder.
fn is_free(data: &Path) -> bool {
    !std::fs::read_dir(data).is_ok_and(|mut entries| entries.next().is_some())
}

/// Whether a restore that was broken off has left the data folder, and no server ever claimed it: what is in it is in the archive still.
fn is_unfinished(data: &Path) -> bool {
    data.join(UNFINISHED).exists() && !data.join(CLAIM).exists()
}

/// Gives the folder `from` the place of the data folder.
fn put_in_place(from: &Path, data: &Path) -> Result<(), CliError> {
    if is_unfinished(data) {
        std::fs::remove_dir_all(data).map_err(io("replacing", data))?;
    } else if data.exists() {
        std::fs::remove_dir(data).map_err(io("replacing", data))?;
    }
    restrict(from)?;
    std::fs::rename(from, data).map_err(io("making", data))?;
    let parent = data.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(parent).and_then(|folder| folder.sync_all()).map_err(io("syncing", parent))
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Gone already when it was put in place; what cannot be removed lies there under a name that says what it is.
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

fn io(doing: &str, path: &Path) -> impl FnOnce(std::io::Error) -> CliError {
    let doing = format!("{doing} {}", path.display());
    move |source| CliError::Io { doing, source }
}

fn broken(archive: &Path, why: impl std::fmt::Display) -> CliError {
    CliError::Failed {
        what: format!("{} cannot be restored: {why}", archive.display()),
        hint: Some("nothing was changed; use another backup".to_owned()),
    }
}

fn unpack(archive: &Path, staging: &Path) -> Result<(Manifest, BTreeMap<String, FileEntry>), CliError> {
    let file = File::open(archive).map_err(io("opening", archive))?;
    let unreadable = |error: std::io::Error| broken(archive, format!("it is damaged, or no backup ({error})"));
    let mut tar = tar::Archive::new(zstd::Decoder::new(file).map_err(unreadable)?);
    let (mut manifest, mut found) = (None, BTreeMap::new());
    for entry in tar.entries().map_err(unreadable)? {
        let mut entry = entry.map_err(unreadable)?;
        let name = entry.path().map_err(unreadable)?.to_string_lossy().into_owned();
        if name == MANIFEST {
            let mut text = String::new();
            entry.take(LARGEST_MANIFEST).read_to_string(&mut text).map_err(unreadable)?;
            manifest = Some(serde_json::from_str(&text).map_err(|error| broken(archive, error))?);
            continue;
        }
        if !entry.header().entry_type().is_file() || !is_inside(&name) {
            return Err(broken(archive, format!("`{name}` is no plain file below the data folder")));
        }
        let written = write_out(&mut entry, &staging.join(&name), &unreadable)?;
        found.insert(name, written);
    }
    let manifest = manifest.ok_or_else(|| broken(archive, "its end is missing"))?;
    Ok((manifest, found))
}

fn is_inside(name: &str) -> bool {
    Path::new(name).components().all(|part| matches!(part, Component::Normal(_)))
}

fn write_out(entry: &mut impl Read, to: &Path, unreadable: &impl Fn(std::io::Error) -> CliError) -> Result<FileEntry, CliError> {
    let folder = to.parent().unwrap_or(to);
    std::fs::create_dir_all(folder).map_err(io("making", folder))?;
    let mut file = File::create_new(to).map_err(io("making", to))?;
    let (mut hasher, mut size, mut buffer) = (Sha256::new(), 0, vec![0_u8; 64 << 10]);
    loop {
        let read = entry.read(&mut buffer).map_err(unreadable)?;
        let piece = buffer.get(..read).unwrap_or_default();
        if piece.is_empty() {
            break;
        }
        hasher.update(piece);
        file.write_all(piece).map_err(io("writing", to))?;
        size += u64::try_from(read).unwrap_or(0);
    }
    file.sync_all().map_err(io("writing", to))?;
    Ok(FileEntry { sha256: hex(&hasher.finalize()), size })
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn compare(archive: &Path, manifest: &Manifest, found: &BTreeMap<String, FileEntry>) -> Result<(), CliError> {
    if manifest.format != FORMAT {
        return Err(broken(archive, format!("its format is {}, and this version reads {FORMAT}", manifest.format)));
    }
    let missing = manifest.files.iter().find(|(name, entry)| found.get(*name) != Some(entry)).map(|(name, _)| name);
    let extra = found.keys().find(|name| !manifest.files.contains_key(*name));
    match missing.or(extra) {
        Some(name) => Err(broken(archive, format!("`{name}` is not as it was written"))),
        None => Ok(()),
    }
}

#[cfg(unix)]
fn restrict(folder: &Path) -> Result<(), CliError> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).map_err(io("restricting", folder))
}

#[cfg(not(unix))]
fn restrict(_: &Path) -> Result<(), CliError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn sha256(bytes: &[u8]) -> String {
        hex(&Sha256::digest(bytes))
    }

    /// An archive with these files, and a manifest of what `claimed` says they are.
    fn archive(files: &[(&str, &[u8])], claimed: &[(&str, &[u8])], with_manifest: bool) -> Vec<u8> {
        let mut tar = tar::Builder::new(Vec::new());
        let mut add = |name: &str, bytes: &[u8]| {
            let mut header = tar::Header::new_gnu();
            header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
            header.set_size(bytes.len() as u64);
            header.set_mode(0o600);
            header.set_cksum();
            tar.append(&header, bytes).unwrap();
        };
        for (name, bytes) in files {
            add(name, bytes);
        }
        if with_manifest {
            let listed: serde_json::Map<_, _> =
                claimed.iter().map(|(name, bytes)| ((*name).to_owned(), json!({ "sha256": sha256(bytes), "size": bytes.len() }))).collect();
            let manifest =
                json!({ "format": 1, "version": "0.1.0", "made_at": "2026-11-21T14:00:00Z", "files": listed, "damaged": ["sha256:gone"] });
            add(MANIFEST, manifest.to_string().as_bytes());
        }
        zstd::encode_all(tar.into_inner().unwrap().as_slice(), 1).unwrap()
    }

    fn check(bytes: &[u8], expected: &str) {
        let folder = tempfile::tempdir().unwrap();
        let (file, data) = (folder.path().join("b.tar.zst"), folder.path().join("data"));
        std::fs::write(&file, bytes).unwrap();
        let error = into_folder(&file, &data).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["b.tar.zst"], "a refused restore leaves nothing behind");
    }

    #[test]
    fn a_whole_archive_comes_back_byte_for_byte() {
        let files: &[(&str, &[u8])] = &[("dream.db", b"database"), ("blobs/org/ab/cd", b"blob")];
        let folder = tempfile::tempdir().unwrap();
        let (file, data) = (folder.path().join("b.tar.zst"), folder.path().join("data"));
        std::fs::write(&file, archive(files, files, true)).unwrap();
        std::fs::create_dir(&data).unwrap();
        let restored = into_folder(&file, &data).unwrap();
        assert_eq!((restored.files, restored.bytes), (2, 12));
        assert_eq!(restored.damaged_blobs, ["sha256:gone"], "what the archive left out is named");
        for (name, bytes) in files {
            assert_eq!(std::fs::read(data.join(name)).unwrap(), *bytes);
        }
        let again = into_folder(&file, &data).unwrap_err().to_string();
        assert!(again.contains("is not empty"), "{again}");
    }

    #[test]
    fn an_archive_that_is_not_whole_is_refused() {
        let files: &[(&str, &[u8])] = &[("dream.db", b"database")];
        check(b"no archive", "no backup");
        check(&archive(files, files, false), "its end is missing");
        check(&archive(files, &[("dream.db", b"Database")], true), "`dream.db` is not as it was written");
        check(&archive(files, &[], true), "`dream.db` is not as it was written");
        check(&archive(&[], files, true), "`dream.db` is not as it was written");
        let mut noise = vec![0_u8; 512 << 10];
        for at in 32..noise.len() / 32 {
            let next = Sha256::digest(&noise[(at - 1) * 32..at * 32]);
            noise[at * 32..(at + 1) * 32].copy_from_slice(&next);
        }
        let whole = archive(&[("dream.db", noise.as_slice())], &[("dream.db", noise.as_slice())], true);
        for part in [1, 2, 3] {
            check(&whole[..whole.len() * part / 4], "cannot be restored: it is damaged, or no backup");
        }
    }

    #[test]
    fn an_archive_cannot_write_outside_the_data_folder() {
        for name in ["../evil", "/etc/evil", "a/../../evil"] {
            check(&archive(&[(name, b"x")], &[(name, b"x")], true), "below the data folder");
        }
    }
}
