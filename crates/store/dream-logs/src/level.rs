//! How serious a line is.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How serious a line is, from the least on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Every step.
    Trace,
    /// For whoever looks for a defect.
    Debug,
    /// What happens in ordinary work.
    Info,
    /// What may go wrong, or went wrong and was made good.
    Warn,
    /// What went wrong.
    Error,
}

impl Level {
    /// All levels, from the least on.
    pub const ALL: [Self; 5] = [Self::Trace, Self::Debug, Self::Info, Self::Warn, Self::Error];

    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Trace => "trace",
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }

    /// Its place in [`Level::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The level whose word begins with this letter; each begins with another.
    pub(crate) const fn of_letter(letter: u8) -> Option<Self> {
        match letter {
            b't' => Some(Self::Trace),
            b'd' => Some(Self::Debug),
            b'i' => Some(Self::Info),
            b'w' => Some(Self::Warn),
            b'e' => Some(Self::Error),
            _ => None,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that is no level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a level: use trace, debug, info, warn or error")]
pub struct ParseLevelError(String);

impl std::str::FromStr for Level {
    type Err = ParseLevelError;

    fn from_str(text: &str) -> Result<Self, ParseLevelError> {
        let found = Self::ALL.into_iter().find(|level| level.as_str() == text);
        found.ok_or_else(|| ParseLevelError(text.chars().take(32).collect()))
    }
}
