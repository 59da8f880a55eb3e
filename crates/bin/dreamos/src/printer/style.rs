//! Colours and times as people read them. Colour never says anything that no word says.

use crate::duration;
use dream_api::{Reason, Status};
use dream_clock::Timestamp;

/// A meaning that has a colour, of the terminal's own sixteen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paint {
    /// Ended well.
    Good,
    /// Somebody has to act.
    Attention,
    /// Went wrong.
    Bad,
    /// May go wrong.
    Warning,
    /// In the background.
    Faint,
    /// In the foreground.
    Strong,
}

/// How to write for one output.
#[derive(Debug, Clone)]
pub(crate) struct Style {
    coloured: bool,
    terminal: bool,
    width: Option<u16>,
    now: Timestamp,
}

impl Style {
    pub(crate) fn new(coloured: bool, terminal: bool, width: Option<u16>, now: Timestamp) -> Self {
        Self { coloured, terminal, width, now }
    }

    pub(crate) fn is_coloured(&self) -> bool {
        self.coloured
    }

    pub(crate) fn is_terminal(&self) -> bool {
        self.terminal
    }

    pub(crate) fn width(&self) -> Option<u16> {
        self.width
    }

    /// `text` in the colour of a meaning.
    pub(crate) fn paint(&self, paint: Paint, text: &str) -> String {
        if !self.coloured {
            return text.to_owned();
        }
        let code = match paint {
            Paint::Good => "32",
            Paint::Attention => "36",
            Paint::Bad => "31",
            Paint::Warning => "33",
            Paint::Faint => "2",
            Paint::Strong => "1",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    /// A moment: for people how long ago or ahead, for programs the time itself.
    pub(crate) fn time(&self, at: Timestamp) -> String {
        if !self.terminal {
            return at.to_string();
        }
        if at > self.now {
            return format!("in {}", duration::short(at.since(self.now)));
        }
        format!("{} ago", duration::short(self.now.since(at)))
    }
}

/// A status with its reason, as one text.
pub(crate) fn status_text(status: Status, reason: Option<Reason>) -> String {
    reason.map_or_else(|| status.to_string(), |reason| format!("{status}: {reason}"))
}

/// The colour of a status.
pub(crate) fn status_paint(status: Status) -> Option<Paint> {
    match status {
        Status::Waiting => Some(Paint::Attention),
        Status::Blocked => Some(Paint::Warning),
        Status::Failed => Some(Paint::Bad),
        Status::Done => Some(Paint::Good),
        Status::Queued | Status::Cancelled => Some(Paint::Faint),
        Status::Running | Status::Unknown => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn times_are_relative_for_people_and_exact_for_programs() {
        let now = Timestamp::from_micros(1_000_000_000_000_000);
        let at = Timestamp::from_micros(1_000_000_000_000_000 - 120_000_000);
        assert_eq!(Style::new(false, true, None, now).time(at), "2 min ago");
        assert_eq!(Style::new(false, true, None, now).time(now.plus(Duration::from_secs(90))), "in 1 min");
        assert_eq!(Style::new(false, false, None, now).time(at), at.to_string());
    }

    #[test]
    fn nothing_is_painted_without_colour() {
        let now = Timestamp::from_micros(0);
        assert_eq!(Style::new(false, true, None, now).paint(Paint::Bad, "x"), "x");
        assert_eq!(Style::new(true, true, None, now).paint(Paint::Bad, "x"), "\u{1b}[31mx\u{1b}[0m");
    }
}
