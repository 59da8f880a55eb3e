//! A segment: its name, where its bytes are, and how much of them counts.

use crate::index::Manifest;
use dream_clock::Timestamp;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The ending of a segment that is written, or waits to be packed.
pub(crate) const RAW: &str = ".jsonl";
/// The ending of a packed segment.
pub(crate) const PACKED: &str = ".jsonl.zst";
/// The ending of the manifest of an archived segment.
pub(crate) const ARCHIVED: &str = ".archived.json";

/// A segment as it stands at one moment. Readers keep the one they took.
#[derive(Debug, Clone)]
pub(crate) struct Segment {
    /// Its place among the segments of its set.
    pub(crate) sequence: u64,
    /// When it was begun.
    pub(crate) started: Timestamp,
    /// Where its bytes are.
    pub(crate) place: Place,
}

/// Where a segment's bytes are.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// A file of lines; `bytes` of it are whole lines.
    Raw {
        /// The file.
        path: PathBuf,
        /// How much of it counts.
        bytes: u64,
        /// Whether lines may still come.
        open: bool,
    },
    /// A packed file.
    Packed {
        /// The file.
        path: PathBuf,
        /// What is in it.
        manifest: Arc<Manifest>,
    },
    /// A blob; the manifest names it.
    Archived {
        /// The file that holds the manifest.
        path: PathBuf,
        /// What is in it.
        manifest: Arc<Manifest>,
    },
}

impl Segment {
    /// The manifest, once the segment is packed.
    pub(crate) fn manifest(&self) -> Option<&Arc<Manifest>> {
        match &self.place {
            Place::Raw { .. } => None,
            Place::Packed { manifest, .. } | Place::Archived { manifest, .. } => Some(manifest),
        }
    }

    /// Bytes of lines, uncompressed.
    pub(crate) fn raw_bytes(&self) -> u64 {
        match &self.place {
            Place::Raw { bytes, .. } => *bytes,
            Place::Packed { manifest, .. } | Place::Archived { manifest, .. } => manifest.raw_bytes,
        }
    }

    /// Bytes that it takes where it is kept.
    pub(crate) fn kept_bytes(&self) -> u64 {
        self.manifest().map_or_else(|| self.raw_bytes(), |manifest| manifest.packed_bytes)
    }
}

/// The name of a segment without its ending: the start for people, the sequence for the order.
pub(crate) fn stem(sequence: u64, started: Timestamp) -> String {
    let text = crate::line::time_text(started);
    let digits: String = text.chars().take(19).filter(char::is_ascii_digit).collect();
    format!("{digits}-{sequence:012}")
}

/// What the name of a file says: the sequence, and the ending; `None` for files that are none of ours.
pub(crate) fn parse(path: &Path) -> Option<(u64, &'static str)> {
    let name = path.file_name()?.to_str()?;
    let ending = [ARCHIVED, PACKED, RAW].into_iter().find(|ending| name.ends_with(ending))?;
    let (start, sequence) = name.strip_suffix(ending)?.split_once('-')?;
    let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(start, 14) || !digits(sequence, 12) {
        return None;
    }
    Some((sequence.parse().ok().filter(|sequence| *sequence > 0)?, ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_their_sequence() {
        let stem = stem(7, Timestamp::from_micros(1_767_225_600_000_001));
        assert_eq!(stem, "20260101000000-000000000007");
        for ending in [RAW, PACKED, ARCHIVED] {
            assert_eq!(parse(Path::new(&format!("/x/{stem}{ending}"))), Some((7, ending)));
        }
        for other in ["", "notes.jsonl", "20260101000000-7.jsonl", "20260101000000-000000000000.jsonl", "20260101000000-00000000000x.jsonl"]
        {
            assert_eq!(parse(Path::new(other)), None, "{other}");
        }
    }
}
