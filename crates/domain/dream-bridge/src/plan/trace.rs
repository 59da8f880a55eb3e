//! Why an event went where it went.

use crate::rule::Rule;
use serde::{Deserialize, Serialize};

/// What a rule decided about an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    /// It is not about the event.
    Missed,
    /// The same was told before.
    Duplicate,
    /// Quiet hours: not told.
    Dropped,
    /// Quiet hours: told when they end.
    Held,
    /// Told with others.
    Collected,
    /// Told with others, because enough was told already.
    Capped,
    /// Told now.
    Planned,
    /// Told again to others, because nobody reacted.
    Escalated,
    /// An earlier rule said that no other is asked.
    Stopped,
    /// It could not be decided or put into words; the event's own words are used where it was to be told.
    Failed,
}

/// What one rule decided, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The rule.
    pub rule: String,
    /// The line it begins on.
    pub line: usize,
    /// What it decided.
    pub decided: Decided,
    /// Why, in a sentence.
    pub why: String,
}

impl Step {
    pub(super) fn of(rule: &Rule, decided: Decided, why: impl Into<String>) -> Self {
        Self { rule: rule.name.clone(), line: rule.line, decided, why: why.into() }
    }

    /// What a rule had collected that is not there any more, and so has no line.
    pub(super) fn removed(rule: &str, why: String) -> Self {
        Self { rule: rule.to_owned(), line: 0, decided: Decided::Planned, why }
    }
}
