//! Texts with wildcards, compared in time that grows with the length of the text alone.

use super::ToolRuleError;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The longest pattern, in bytes.
pub const MAX_PATTERN: usize = 256;

/// What joins commands in a shell, or leads out of a folder: a wildcard that allows something never stands for these.
const JOINTS: [&str; 11] = [";", "&", "|", "`", "$(", "${", "<", ">", "\n", "\r", ".."];

/// A text in which `*` stands for any letters, none too; nothing else is special.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TextPattern(String);

/// How a wildcard is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// As wide as it goes: to find what is to be asked for, or denied.
    Wide,
    /// Never across what joins commands or leads out of a folder, unless the pattern says so itself: to allow.
    Narrow,
}

impl TextPattern {
    /// A pattern of 1 to [`MAX_PATTERN`] bytes without control characters.
    ///
    /// # Errors
    /// [`ToolRuleError::Pattern`].
    pub fn new(text: impl Into<String>) -> Result<Self, ToolRuleError> {
        let text = text.into();
        let fits = (1..=MAX_PATTERN).contains(&text.len()) && !text.chars().any(char::is_control);
        if fits { Ok(Self(text)) } else { Err(ToolRuleError::Pattern) }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `name` is like this: for names of tools, which have nothing to join.
    #[must_use]
    pub fn covers(&self, name: &str) -> bool {
        matches(&self.0, name)
    }

    pub(crate) fn reads(&self, text: &str, reading: Reading) -> bool {
        let joined = || JOINTS.iter().any(|joint| text.contains(joint) && !self.0.contains(joint));
        matches(&self.0, text) && (reading == Reading::Wide || !joined())
    }
}

/// Whether `text` begins with `start`, read as told.
pub(super) fn begins(text: &str, start: &str, reading: Reading) -> bool {
    let joined = |rest: &str| JOINTS.iter().any(|joint| rest.contains(joint));
    // Of two letters that make a joint together, one may stand in the start.
    let last = start.char_indices().next_back().map_or(0, |(at, _)| at);
    text.starts_with(start) && (reading == Reading::Wide || !joined(text.get(last..).unwrap_or_default()))
}

/// The pieces between wildcards are looked for one after the other, each from where the one before ended.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut left) = text.strip_prefix(first) else { return false };
    let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
    for piece in middle.split('*').filter(|piece| !piece.is_empty()) {
        match left.find(piece) {
            Some(at) => left = left.get(at.saturating_add(piece.len())..).unwrap_or_default(),
            None => return false,
        }
    }
    left.ends_with(last)
}

impl TryFrom<String> for TextPattern {
    type Error = ToolRuleError;

    fn try_from(text: String) -> Result<Self, ToolRuleError> {
        Self::new(text)
    }
}

impl From<TextPattern> for String {
    fn from(pattern: TextPattern) -> Self {
        pattern.0
    }
}

impl fmt::Display for TextPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_letters() {
        for (pattern, text, like) in [
            ("git__push", "git__push", true),
            ("git__push", "git__pusher", false),
            ("git__*", "git__push", true),
            ("git__*", "git__", true),
            ("git__*", "git_", false),
            ("*", "", true),
            ("**", "anything", true),
            ("*__write", "fs__write", true),
            ("*__write", "fs__write2", false),
            ("a*b*a", "aba", true),
            ("a*b*a", "ab", false),
            ("a*a", "a", false),
            ("*é*", "café au lait", true),
            ("a*bc*bc", "abc", false),
            ("a*bc*bc", "abcbc", true),
        ] {
            assert_eq!(matches(pattern, text), like, "{pattern} {text}");
        }
    }

    #[test]
    fn a_wildcard_that_allows_joins_no_commands_and_leaves_no_folder() {
        let check = |pattern: &str, text: &str, narrow: bool| {
            let pattern = TextPattern::new(pattern).unwrap();
            assert!(pattern.reads(text, Reading::Wide), "{pattern} {text}");
            assert_eq!(pattern.reads(text, Reading::Narrow), narrow, "{pattern} {text}");
        };
        check("git *", "git status", true);
        check("git *", "git status; rm -rf /", false);
        check("git *", "git log | sh", false);
        check("git *", "git $(reboot)", false);
        check("git *", "git status\nreboot", false);
        check("src/*", "src/lib.rs", true);
        check("src/*", "src/../../etc/passwd", false);
        check("git * | wc", "git log | wc", true);
        for (text, narrow) in [("git status", true), ("git status && reboot", false)] {
            assert!(begins(text, "git ", Reading::Wide));
            assert_eq!(begins(text, "git ", Reading::Narrow), narrow, "{text}");
        }
        assert!(!begins("a../b", "a.", Reading::Narrow));
    }

    #[test]
    fn a_pathological_pattern_takes_no_longer_than_the_text() {
        let pattern = TextPattern::new("*a".repeat(128)).unwrap();
        let text = format!("{}b", "a".repeat(1 << 20));
        assert!(!pattern.reads(&text, Reading::Wide));
        assert!(TextPattern::new("a".repeat(257)).is_err() && TextPattern::new("").is_err() && TextPattern::new("a\nb").is_err());
    }
}
