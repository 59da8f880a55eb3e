//! The manifest of a packed segment: its frames, and what stands in each, so that a search leaves out what cannot match.

use crate::line::{Seen, head};
use crate::{Filter, Level};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The manifest's format.
const FORMAT: u32 = 1;
/// More streams or runs than this in one frame are not listed: the frame then may hold any.
const MOST_NAMES: usize = 64;

/// A manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// The format.
    pub(crate) format: u32,
    /// The segment's sequence number.
    pub(crate) segment: u64,
    /// Bytes of lines, uncompressed.
    pub(crate) raw_bytes: u64,
    /// Bytes of the packed file.
    pub(crate) packed_bytes: u64,
    /// The frames, in the order of the lines.
    pub(crate) frames: Vec<Frame>,
    /// The blob that holds the packed file, once it was archived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) blob: Option<String>,
    /// Whether lines are missing behind these frames: the packed file ends in the middle, or cannot be read from there on.
    #[serde(skip)]
    pub(crate) broken_off: bool,
}

/// One frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Frame {
    /// Where it begins in the packed file.
    pub(crate) packed_offset: u64,
    /// How many bytes it has there.
    pub(crate) packed_bytes: u64,
    /// Where its first line begins in the segment, uncompressed.
    pub(crate) raw_offset: u64,
    /// How many bytes of lines it holds.
    pub(crate) raw_bytes: u64,
    /// What it holds.
    #[serde(flatten)]
    pub(crate) holds: Holds,
}

/// What stands in some lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Holds {
    /// The earliest time, as it stands in the lines; empty when there is no line.
    pub(crate) from: String,
    /// The latest time.
    pub(crate) to: String,
    /// How many lines there are of each level, in the order of [`Level::ALL`].
    pub(crate) levels: [u64; 5],
    /// The streams; `None` when there are many.
    pub(crate) streams: Option<BTreeSet<String>>,
    /// The runs; `None` when there are many.
    pub(crate) runs: Option<BTreeSet<String>>,
}

impl Manifest {
    pub(crate) fn new(segment: u64) -> Self {
        Self { format: FORMAT, segment, raw_bytes: 0, packed_bytes: 0, frames: Vec::new(), blob: None, broken_off: false }
    }

    /// Reads a manifest; `None` when it is none of this format.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok().filter(|manifest: &Self| manifest.format == FORMAT)
    }

    /// The earliest time of the segment.
    pub(crate) fn from(&self) -> Option<&str> {
        self.frames.iter().map(|frame| frame.holds.from.as_str()).filter(|time| !time.is_empty()).min()
    }

    /// The latest time of the segment.
    pub(crate) fn to(&self) -> Option<&str> {
        self.frames.iter().map(|frame| frame.holds.to.as_str()).max().filter(|time| !time.is_empty())
    }
}

impl Holds {
    /// What stands in these lines. Lines that are none of ours count nowhere.
    pub(crate) fn of(lines: &[u8]) -> Self {
        let mut holds =
            Self { from: String::new(), to: String::new(), levels: [0; 5], streams: Some(BTreeSet::new()), runs: Some(BTreeSet::new()) };
        let (mut from, mut to): (Option<&[u8]>, Option<&[u8]>) = (None, None);
        for line in lines.split(|byte| *byte == b'\n') {
            let Some((time, level)) = head(line) else { continue };
            from = Some(from.map_or(time, |known| known.min(time)));
            to = Some(to.map_or(time, |known| known.max(time)));
            if let Some(count) = holds.levels.get_mut(level.index()) {
                *count += 1;
            }
            if let Some(seen) = Seen::read(line) {
                note(&mut holds.streams, &seen.stream);
                seen.run.iter().for_each(|run| note(&mut holds.runs, run));
            }
        }
        let text = |time: Option<&[u8]>| time.map(|time| String::from_utf8_lossy(time).into_owned()).unwrap_or_default();
        (holds.from, holds.to) = (text(from), text(to));
        holds
    }

    /// Whether a line that `filter` wants can be among them; `from` and `until` are its times as text.
    pub(crate) fn may_hold(&self, filter: &Filter, from: Option<&str>, until: Option<&str>) -> bool {
        let in_time = from.is_none_or(|from| self.to.as_str() >= from) && until.is_none_or(|until| self.from.as_str() < until);
        let least = filter.level.unwrap_or(Level::Trace).index();
        let has_level = self.levels.iter().skip(least).any(|count| *count > 0);
        in_time && has_level && self.may_name(filter)
    }

    fn may_name(&self, filter: &Filter) -> bool {
        let has = |names: &Option<BTreeSet<String>>, name: &str| names.as_ref().is_none_or(|names| names.contains(name));
        filter.stream.as_ref().is_none_or(|stream| has(&self.streams, &stream.to_string()))
            && filter.run.is_none_or(|run| has(&self.runs, &run.to_string()))
    }
}

fn note(names: &mut Option<BTreeSet<String>>, name: &str) {
    let Some(known) = names else { return };
    if known.contains(name) {
        return;
    }
    if known.len() < MOST_NAMES {
        known.insert(name.to_owned());
    } else {
        *names = None;
    }
}
