//! Which segments a set has, in order. Opening a folder puts right what a killed process left.

use crate::LogError;
use crate::index::Manifest;
use crate::pack;
use crate::segment::{ARCHIVED, PACKED, Place, RAW, Segment, parse};
use dream_clock::Timestamp;
use std::collections::BTreeMap;
use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is said aloud in the log.
type Findings = Vec<String>;

/// What opening a folder found.
pub(crate) struct Found {
    /// The segments that can be read.
    pub(crate) segments: Vec<Segment>,
    /// The last sequence number that a file has, whether it can be read or not; 0 for none.
    pub(crate) last: u64,
    /// What was found besides good segments: said aloud in the log.
    pub(crate) findings: Findings,
}

/// Reads the segments of a folder.
pub(crate) fn read(folder: &Path) -> Result<Found, LogError> {
    let mut files: BTreeMap<u64, BTreeMap<&'static str, PathBuf>> = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(LogError::disk("reading", folder))? {
        let path = entry.map_err(LogError::disk("reading", folder))?.path();
        if let Some((sequence, ending)) = parse(&path) {
            files.entry(sequence).or_default().insert(ending, path);
        }
    }
    let last = files.keys().last().copied().unwrap_or(0);
    let (mut segments, mut findings) = (Vec::new(), Vec::new());
    for (sequence, forms) in files {
        match one(sequence, &forms, &mut findings) {
            Ok(Some(segment)) => segments.push(segment),
            Ok(None) => {}
            Err(error) => findings.push(format!("log segment {sequence} is left out: {error}")),
        }
    }
    Ok(Found { segments, last, findings })
}

/// The segment that these files are. Of several forms the last that was finished counts, and the others are removed.
fn one(sequence: u64, forms: &BTreeMap<&'static str, PathBuf>, findings: &mut Findings) -> Result<Option<Segment>, LogError> {
    let (raw, packed, archived) = (forms.get(RAW), forms.get(PACKED), forms.get(ARCHIVED));
    if let Some(path) = archived {
        let bytes = std::fs::read(path).map_err(LogError::disk("reading", path))?;
        match Manifest::read(&bytes).filter(|manifest| manifest.blob.is_some()) {
            Some(manifest) => {
                raw.into_iter().chain(packed).try_for_each(|path| remove(path))?;
                return Ok(Some(segment(sequence, Place::Archived { path: path.clone(), manifest: Arc::new(manifest) })));
            }
            // The move to the archive was not finished, so the packed file is still there.
            None if packed.is_some() => remove(path)?,
            None => findings.push(format!("the manifest of the archived log segment {sequence} is damaged; the segment is left out")),
        }
    }
    if let Some(path) = packed {
        if let Some(manifest) = pack::manifest(path)? {
            raw.map_or(Ok(()), |path| remove(path))?;
            return Ok(Some(segment(sequence, Place::Packed { path: path.clone(), manifest: Arc::new(manifest) })));
        }
        if raw.is_some() {
            remove(path)?;
        } else {
            let manifest = Arc::new(pack::rebuild(sequence, path)?);
            findings.push(if manifest.broken_off {
                format!("log segment {sequence} is broken off: what is left of it stays until somebody removes {}", path.display())
            } else {
                format!("the manifest of log segment {sequence} is damaged and was made anew from its lines")
            });
            return Ok(Some(segment(sequence, Place::Packed { path: path.clone(), manifest })));
        }
    }
    let Some(path) = raw else { return Ok(None) };
    let (bytes, torn) = whole_lines(path)?;
    if torn > 0 {
        findings.push(format!("log segment {sequence} ended with {torn} bytes of a line that was never finished; they are left out"));
    }
    if bytes == 0 {
        remove(path)?;
        return Ok(None);
    }
    Ok(Some(segment(sequence, Place::Raw { path: path.clone(), bytes, open: false })))
}

fn segment(sequence: u64, place: Place) -> Segment {
    let path = match &place {
        Place::Raw { path, .. } | Place::Packed { path, .. } | Place::Archived { path, .. } => path,
    };
    Segment { sequence, started: started(path).unwrap_or(Timestamp::from_micros(0)), place }
}

/// The start that a file's name tells.
fn started(path: &Path) -> Option<Timestamp> {
    let digits = path.file_name()?.to_str()?.get(..14)?;
    let part = |from: usize, to: usize| digits.get(from..to);
    let date = format!("{}-{}-{}", part(0, 4)?, part(4, 6)?, part(6, 8)?);
    format!("{date}T{}:{}:{}Z", part(8, 10)?, part(10, 12)?, part(12, 14)?).parse().ok()
}

/// How many bytes of a file are whole lines, and how many follow.
fn whole_lines(path: &Path) -> Result<(u64, u64), LogError> {
    const PIECE: u64 = 64 << 10;
    let disk = |doing| LogError::disk(doing, path);
    let file = File::open(path).map_err(disk("opening"))?;
    let length = file.metadata().map_err(disk("reading"))?.len();
    let mut end = length;
    while end > 0 {
        let start = end.saturating_sub(PIECE);
        let mut piece = vec![0; usize::try_from(end - start).unwrap_or(0)];
        file.read_exact_at(&mut piece, start).map_err(disk("reading"))?;
        if let Some(found) = memchr::memrchr(b'\n', &piece) {
            let whole = start + pack::size(found) + 1;
            return Ok((whole, length - whole));
        }
        end = start;
    }
    Ok((0, length))
}

pub(crate) fn remove(path: &Path) -> Result<(), LogError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(LogError::disk("removing", path)(error)),
        _ => Ok(()),
    }
}
