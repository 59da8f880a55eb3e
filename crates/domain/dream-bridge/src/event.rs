//! What came in, whoever sent it: one shape for every source.

use dream_clock::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most labels of one event.
pub const MOST_LABELS: usize = 64;
/// The most characters of a title.
pub const MOST_TITLE: usize = 500;
/// The most characters of a summary.
pub const MOST_SUMMARY: usize = 8_000;

/// How bad it is, from least to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Of interest to those who look for it.
    Debug,
    /// Something happened.
    #[default]
    Info,
    /// Something may go wrong.
    Warning,
    /// Something went wrong.
    Error,
    /// Somebody must act now.
    Critical,
}

/// Whether an event opens something, closes it, or does neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// It happened, and that is all.
    #[default]
    Momentary,
    /// It is the case from now on, until an event with the same key says otherwise.
    Firing,
    /// It is no longer the case.
    Resolved,
}

/// An event in the one shape that rules see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The source's name.
    pub source: String,
    /// What kind of event it is, in the vendor's words joined by dots: `pull_request.opened`.
    #[serde(rename = "type")]
    pub kind: String,
    /// How bad it is.
    pub severity: Severity,
    /// Whether it opens or closes something.
    pub phase: Phase,
    /// One line, at most [`MOST_TITLE`] characters.
    pub title: String,
    /// More of it, at most [`MOST_SUMMARY`] characters; may be empty.
    pub summary: String,
    /// Facts to match and group by, at most [`MOST_LABELS`].
    pub labels: BTreeMap<String, String>,
    /// Where to read more: an `http` or `https` address.
    pub link: Option<String>,
    /// When it happened, as far as the sender says; else when it arrived.
    pub at: Timestamp,
    /// What the event is about: events of one source with the same key are about the same thing.
    pub key: String,
}

impl Severity {
    /// All of them, from least to worst.
    pub const ALL: [Self; 5] = [Self::Debug, Self::Info, Self::Warning, Self::Error, Self::Critical];

    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Critical => "critical",
        }
    }

    /// The severity that vendors mean by `word`: `fatal`, `page`, `warn`, `P1`, `high` and the like; `None` when it is none of them.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Some(match word.trim().to_ascii_lowercase().as_str() {
            "debug" | "trace" | "none" => Self::Debug,
            "info" | "information" | "informational" | "notice" | "low" | "lowest" | "minor" | "p4" | "p5" | "ok" | "success" => Self::Info,
            "warning" | "warn" | "medium" | "p3" => Self::Warning,
            "error" | "err" | "high" | "major" | "failure" | "failed" | "p2" => Self::Error,
            "critical" | "crit" | "fatal" | "page" | "emergency" | "alert" | "highest" | "blocker" | "urgent" | "p1" => Self::Critical,
            _ => return None,
        })
    }

    /// The colour of an embed, red-green-blue.
    #[must_use]
    pub const fn colour(self) -> u32 {
        match self {
            Self::Debug => 0x95_A5_A6,
            Self::Info => 0x34_98_DB,
            Self::Warning => 0xF1_C4_0F,
            Self::Error => 0xE6_7E_22,
            Self::Critical => 0xE7_4C_3C,
        }
    }
}

impl Phase {
    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Momentary => "momentary",
            Self::Firing => "firing",
            Self::Resolved => "resolved",
        }
    }
}

/// The colour of what is over: green.
pub const RESOLVED_COLOUR: u32 = 0x2E_CC_71;

impl Event {
    /// The colour of its embed: green once resolved, else its severity's.
    #[must_use]
    pub fn colour(&self) -> u32 {
        if self.phase == Phase::Resolved { RESOLVED_COLOUR } else { self.severity.colour() }
    }
}
