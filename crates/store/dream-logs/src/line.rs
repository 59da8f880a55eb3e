//! One line: what it says, and its bytes.
//!
//! The bytes are one JSON object whose first members are always `at` and `level`, in this order and at fixed places, so that a search by
//! time and level reads neither JSON nor text: bytes 7 to 34 are the time, byte 45 is the level's first letter.

use crate::{Call, Level, StreamName, scrub};
use dream_clock::Timestamp;
use dream_id::{RunId, TaskId};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// The largest line in bytes, its line break included. Of a longer one the message is cut and the fields are left out.
pub const MAX_LINE_BYTES: usize = 64 << 10;
/// How many bytes of a message are kept of a line that is too long.
const CUT_MESSAGE: usize = 8 << 10;
/// How many bytes of a source are kept.
const CUT_SOURCE: usize = 256;
/// The last time that has a text of the fixed length, on 9999-12-30.
const LAST: i64 = 253_402_207_199_999_999;

/// Where the time stands in a line.
const TIME: std::ops::Range<usize> = 7..34;
/// Where the first letter of the level stands.
const LEVEL: usize = 45;
/// What stands before the time.
const BEFORE_TIME: &[u8] = b"{\"at\":\"";
/// What stands between the time and the level.
const BEFORE_LEVEL: &[u8] = b"\",\"level\":\"";

/// A line of a log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// When it was said: from 1970 to 9999.
    pub at: Timestamp,
    /// How serious it is.
    pub level: Level,
    /// The stream it belongs to.
    pub stream: StreamName,
    /// Which part of the program said it, such as `dream_http::observe`.
    pub source: String,
    /// The run it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<RunId>,
    /// The task it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<TaskId>,
    /// The call that wrote it, when that may be made again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<Call>,
    /// What happened, for people.
    pub message: String,
    /// The facts, by name.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub fields: Map<String, Value>,
}

impl Line {
    /// A line without run, task and fields.
    #[must_use]
    pub fn new(at: Timestamp, level: Level, stream: StreamName, source: impl Into<String>, message: impl Into<String>) -> Self {
        Self { at, level, stream, source: source.into(), run: None, task: None, call: None, message: message.into(), fields: Map::new() }
    }

    /// With a fact.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.fields.insert(name.into(), value.into());
        self
    }

    /// Its bytes, line break included, without anything that looks like a secret.
    pub(crate) fn encode(mut self) -> Vec<u8> {
        self.clean();
        let bytes = self.bytes();
        if bytes.len() <= MAX_LINE_BYTES {
            return bytes;
        }
        cut(&mut self.message, CUT_MESSAGE);
        self.fields = Map::from_iter([("line.cut_bytes".to_owned(), Value::from(bytes.len()))]);
        self.bytes()
    }

    /// Its bytes as [`Line::encode`] gives them, but never cut; `None` for a line that is too long.
    pub(crate) fn encode_whole(mut self) -> Option<Vec<u8>> {
        self.clean();
        let bytes = self.bytes();
        (bytes.len() <= MAX_LINE_BYTES).then_some(bytes)
    }

    fn clean(&mut self) {
        self.at = Timestamp::from_micros(self.at.micros().clamp(0, LAST));
        cut(&mut self.source, CUT_SOURCE);
        scrub::line(self);
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(256);
        match serde_json::to_writer(&mut bytes, self) {
            Ok(()) => bytes.push(b'\n'),
            // Nothing of a line can fail to become JSON; should it, no half line may stay.
            Err(_) => bytes.clear(),
        }
        bytes
    }
}

fn cut(text: &mut String, most: usize) {
    if text.len() > most {
        text.truncate(text.floor_char_boundary(most));
    }
}

/// The time's text and the level of a line, without parsing it; `None` for bytes that are no line of ours.
pub(crate) fn head(line: &[u8]) -> Option<(&[u8], Level)> {
    let level = Level::of_letter(*line.get(LEVEL)?)?;
    let fits = line.starts_with(BEFORE_TIME) && line.get(TIME.end..LEVEL) == Some(BEFORE_LEVEL);
    if fits { Some((line.get(TIME)?, level)) } else { None }
}

/// The text that a time has in a line: texts sort as the times do.
pub(crate) fn time_text(at: Timestamp) -> String {
    Timestamp::from_micros(at.micros().clamp(0, LAST)).to_string()
}

/// A line as searches see it: nothing copied that need not be.
#[derive(Debug, Deserialize)]
pub(crate) struct Seen<'l> {
    #[serde(borrow)]
    pub(crate) stream: Cow<'l, str>,
    #[serde(borrow)]
    pub(crate) source: Cow<'l, str>,
    #[serde(borrow, default)]
    pub(crate) run: Option<Cow<'l, str>>,
    #[serde(borrow, default)]
    pub(crate) task: Option<Cow<'l, str>>,
    #[serde(borrow)]
    pub(crate) message: Cow<'l, str>,
    #[serde(borrow, default)]
    pub(crate) fields: Option<&'l RawValue>,
}

impl<'l> Seen<'l> {
    /// Reads a line; `None` when it is none.
    pub(crate) fn read(line: &'l [u8]) -> Option<Self> {
        serde_json::from_slice(line).ok()
    }

    /// The fields; none when they cannot be read.
    pub(crate) fn fields(&self) -> Map<String, Value> {
        self.fields.and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(message: &str) -> Line {
        Line::new(Timestamp::from_micros(1_767_225_600_000_001), Level::Warn, StreamName::Server, "dream_http", message)
    }

    #[test]
    fn lines_are_read_back_and_their_head_stands_at_fixed_places() {
        let line = line("a \"quoted\"\nmessage\u{1b}").with("http.status", 200);
        let bytes = line.clone().encode();
        assert_eq!(bytes.iter().position(|byte| *byte == b'\n'), Some(bytes.len() - 1), "one line, whatever the message holds");
        assert_eq!(serde_json::from_slice::<Line>(&bytes).unwrap(), line);
        for level in Level::ALL {
            let bytes = Line { level, ..line.clone() }.encode();
            assert_eq!(head(&bytes), Some((b"2026-01-01T00:00:00.000001Z".as_slice(), level)));
        }
        for other in [b"".as_slice(), b"{}", b"{\"at\":\"2026\"}", &[b'x'; 100]] {
            assert_eq!(head(other), None);
        }
    }

    /// Trap 35: every time has a text of the same length, the odd ones too, so that texts compare as times do.
    #[test]
    fn odd_times_keep_the_fixed_length() {
        for micros in [i64::MIN, -1, 0, LAST, LAST + 1, i64::MAX] {
            let at = Timestamp::from_micros(micros);
            assert_eq!(time_text(at).len(), TIME.len(), "{micros}");
            assert!(head(&Line { at, ..line("m") }.encode()).is_some());
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_cut_and_says_so() {
        let bytes = line(&"é".repeat(100_000)).with("a", "b").encode();
        assert!(bytes.len() <= MAX_LINE_BYTES);
        let line: Line = serde_json::from_slice(&bytes).unwrap();
        assert!(line.message.len() <= CUT_MESSAGE && line.fields.contains_key("line.cut_bytes") && !line.fields.contains_key("a"));
    }
}
