//! Keeping: closing what is old, packing what is closed, archiving what is packed, removing what is over.

use crate::blocks::Blocks;
use crate::index::Manifest;
use crate::logs::{Archive, Shared};
use crate::segment::{ARCHIVED, PACKED, Place, Segment, stem};
use crate::set::Set;
use crate::{LogError, Logs, SetName, catalogue, line, pack};
use dream_clock::Timestamp;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// A span of time whose lines must not be removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// Whose lines.
    pub set: SetName,
    /// From when on; from the beginning when `None`.
    pub from: Option<Timestamp>,
    /// Until when; without end when `None`.
    pub until: Option<Timestamp>,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kept {
    /// Segments that were packed.
    pub packed: u64,
    /// Segments that were moved to the blob store.
    pub archived: u64,
    /// Segments that were removed.
    pub removed: u64,
}

impl Logs {
    /// Does what is due now. `holds` are all that stand.
    ///
    /// # Errors
    /// [`LogError`] of the first thing that could not be done; what was done stays done, and the next call goes on.
    pub async fn keep(&self, now: Timestamp, holds: Vec<Hold>) -> Result<Kept, LogError> {
        let shared = Arc::clone(&self.0);
        tokio::task::spawn_blocking(move || all(&shared, now, &holds)).await.map_err(|_| LogError::BrokenOff)?
    }
}

fn all(shared: &Shared, now: Timestamp, holds: &[Hold]) -> Result<Kept, LogError> {
    let mut kept = Kept::default();
    for set in shared.sets() {
        set.close_aged();
        for segment in set.segments() {
            if let Place::Raw { open: false, .. } = segment.place {
                pack_one(&set, &segment)?;
                kept.packed += 1;
            }
        }
        if let Some(archive) = shared.archive() {
            for segment in set.segments() {
                if let Place::Packed { path, manifest } = &segment.place
                    && !manifest.broken_off
                    && is_older(manifest, now, shared.options.archive_age)
                {
                    archive_one(&set, archive, &segment, (path, manifest))?;
                    kept.archived += 1;
                }
            }
        }
        kept.removed += remove_over(&set, shared.archive(), now, holds)?;
    }
    Ok(kept)
}

fn pack_one(set: &Set, segment: &Segment) -> Result<(), LogError> {
    let Place::Raw { path: raw, .. } = &segment.place else { return Ok(()) };
    let path = raw.with_file_name(format!("{}{PACKED}", stem(segment.sequence, segment.started)));
    let mut blocks = Blocks::open(segment, None)?;
    let manifest = match pack::pack(segment.sequence, &mut blocks, &path) {
        Ok(manifest) => manifest,
        Err(error) => {
            // Half a packed file is of no use; what stays is removed when the folder is opened.
            let _ = catalogue::remove(&path);
            return Err(error);
        }
    };
    set.sync_folder()?;
    set.moved(segment.sequence, Some(Place::Packed { path, manifest: Arc::new(manifest) }));
    catalogue::remove(raw)
}

fn is_older(manifest: &Manifest, now: Timestamp, age: Duration) -> bool {
    let age = i64::try_from(age.as_micros()).unwrap_or(i64::MAX);
    let limit = line::time_text(Timestamp::from_micros(now.micros().saturating_sub(age)));
    manifest.to().is_none_or(|to| to < limit.as_str())
}

fn archive_one(set: &Set, archive: &Archive, segment: &Segment, (path, manifest): (&Path, &Manifest)) -> Result<(), LogError> {
    let bytes = std::fs::read(path).map_err(LogError::disk("reading", path))?;
    let put = tokio::runtime::Handle::current().block_on(archive.blobs.put(archive.org_of(set.name), bytes.into()));
    let digest = put.map_err(|source| LogError::Archive { segment: segment.sequence, source })?;
    let manifest = Manifest { blob: Some(digest.to_string()), ..manifest.clone() };
    let note = path.with_file_name(format!("{}{ARCHIVED}", stem(segment.sequence, segment.started)));
    write(&note, &serde_json::to_vec(&manifest).unwrap_or_default()).map_err(LogError::disk("writing", &note))?;
    set.sync_folder()?;
    set.moved(segment.sequence, Some(Place::Archived { path: note, manifest: Arc::new(manifest) }));
    catalogue::remove(path)
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = std::fs::File::options().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Removes the packed segments that are too old, and the oldest while there are too many bytes. What a hold covers stays, and what is broken
/// off: nobody can tell how old the lines are that were in it, and somebody may save some of them yet.
fn remove_over(set: &Set, archive: Option<&Archive>, now: Timestamp, holds: &[Hold]) -> Result<u64, LogError> {
    let segments = set.segments();
    let mut bytes: u64 = segments.iter().map(Segment::kept_bytes).sum();
    let mut removed = 0;
    for segment in segments {
        let Some(manifest) = segment.manifest() else { continue };
        let over = is_older(manifest, now, set.options.keep_age) || bytes > set.options.keep_bytes;
        if !over || manifest.broken_off || holds.iter().any(|hold| covers(hold, set.name, manifest)) {
            continue;
        }
        remove(set, archive, &segment, manifest)?;
        bytes = bytes.saturating_sub(manifest.packed_bytes);
        removed += 1;
    }
    Ok(removed)
}

fn covers(hold: &Hold, set: SetName, manifest: &Manifest) -> bool {
    let (from, until) = (hold.from.map(line::time_text), hold.until.map(line::time_text));
    hold.set == set
        && from.is_none_or(|from| manifest.to().is_none_or(|to| to >= from.as_str()))
        && until.is_none_or(|until| manifest.from().is_none_or(|from| from < until.as_str()))
}

fn remove(set: &Set, archive: Option<&Archive>, segment: &Segment, manifest: &Manifest) -> Result<(), LogError> {
    let path = match &segment.place {
        Place::Raw { path, .. } | Place::Packed { path, .. } => path,
        Place::Archived { path, .. } => {
            // Without the blob store the manifest stays: it alone knows the blob that is to go.
            let Some(archive) = archive else { return Ok(()) };
            if let Some(digest) = manifest.blob.as_deref().and_then(|text| text.parse().ok()) {
                let gone = tokio::runtime::Handle::current().block_on(archive.blobs.delete(archive.org_of(set.name), digest));
                gone.map_err(|source| LogError::Archive { segment: segment.sequence, source })?;
            }
            path
        }
    };
    set.moved(segment.sequence, None);
    catalogue::remove(path)
}
