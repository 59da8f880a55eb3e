//! Patterns on the arguments of a call.

use super::{
    MAX_PATTERN, TextPattern, ToolRuleError,
    pattern::{Reading, begins},
};
use dream_ledger::jcs;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;

/// What one place of the arguments must be like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub struct ArgumentPattern {
    /// The place, as a JSON Pointer (RFC 6901): `/command`.
    pub at: String,
    /// What stands there.
    pub test: ArgumentTest,
}

/// What stands at a place of the arguments. A text is compared as it is, a list of words as the words with spaces between, anything else as
/// its canonical JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArgumentTest {
    /// Exactly this.
    Equals(Value),
    /// A text that begins so.
    Prefix(String),
    /// A text like this.
    Glob(TextPattern),
}

/// As manifests and the API write it: the place, and one of the tests.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    equals: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    prefix: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    glob: Option<TextPattern>,
}

/// Why a pattern on arguments cannot be one.
#[derive(Debug, thiserror::Error)]
enum WireError {
    #[error("a pattern on arguments has exactly one of `equals`, `prefix` and `glob`")]
    OneTest,
    #[error(transparent)]
    Rule(#[from] ToolRuleError),
}

impl ArgumentPattern {
    /// The pattern that `test` holds at `at`.
    ///
    /// # Errors
    /// [`ToolRuleError::Pointer`], [`ToolRuleError::Pattern`].
    pub fn new(at: impl Into<String>, test: ArgumentTest) -> Result<Self, ToolRuleError> {
        let at = at.into();
        let long = at.len() > MAX_PATTERN;
        if long || !(at.is_empty() || at.starts_with('/')) || at.chars().any(char::is_control) {
            return Err(ToolRuleError::Pointer(at.chars().take(80).collect()));
        }
        let fits = match &test {
            ArgumentTest::Equals(value) => jcs::to_vec(value).is_ok_and(|bytes| bytes.len() <= MAX_PATTERN),
            ArgumentTest::Prefix(start) => (1..=MAX_PATTERN).contains(&start.len()),
            ArgumentTest::Glob(_) => true,
        };
        if fits { Ok(Self { at, test }) } else { Err(ToolRuleError::Pattern) }
    }

    /// Whether `arguments` are so. What is not there is like nothing.
    pub(crate) fn reads(&self, arguments: &Value, reading: Reading) -> bool {
        let Some(found) = arguments.pointer(&self.at) else { return false };
        match &self.test {
            ArgumentTest::Equals(value) => same(found, value),
            ArgumentTest::Prefix(start) => begins(&text(found), start, reading),
            ArgumentTest::Glob(pattern) => pattern.reads(&text(found), reading),
        }
    }
}

/// Numbers that are written differently but are the same count as the same.
fn same(found: &Value, value: &Value) -> bool {
    found == value || matches!((jcs::to_vec(found), jcs::to_vec(value)), (Ok(found), Ok(value)) if found == value)
}

fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            Cow::Owned(items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "))
        }
        // One without an exact form still has one that a rule can find.
        other => Cow::Owned(jcs::to_vec(other).map_or_else(|_| other.to_string(), |bytes| String::from_utf8_lossy(&bytes).into_owned())),
    }
}

impl TryFrom<Wire> for ArgumentPattern {
    type Error = WireError;

    fn try_from(wire: Wire) -> Result<Self, WireError> {
        let test = match (wire.equals, wire.prefix, wire.glob) {
            (Some(value), None, None) => ArgumentTest::Equals(value),
            (None, Some(start), None) => ArgumentTest::Prefix(start),
            (None, None, Some(pattern)) => ArgumentTest::Glob(pattern),
            _ => return Err(WireError::OneTest),
        };
        Ok(Self::new(wire.at, test)?)
    }
}

impl From<ArgumentPattern> for Wire {
    fn from(pattern: ArgumentPattern) -> Self {
        let mut wire = Self { at: pattern.at, equals: None, prefix: None, glob: None };
        match pattern.test {
            ArgumentTest::Equals(value) => wire.equals = Some(value),
            ArgumentTest::Prefix(start) => wire.prefix = Some(start),
            ArgumentTest::Glob(pattern) => wire.glob = Some(pattern),
        }
        wire
    }
}
