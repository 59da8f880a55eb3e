//! The colours: the terminal's own sixteen, so that they fit a light and a dark one; without colour, weight alone.

use dream_api::Status;
use ratatui::style::{Color, Modifier, Style};

/// How to paint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Theme {
    coloured: bool,
}

impl Theme {
    pub(super) fn new(coloured: bool) -> Self {
        Self { coloured }
    }

    fn fg(self, colour: Color) -> Style {
        if self.coloured { Style::new().fg(colour) } else { Style::new() }
    }

    pub(super) fn faint() -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    pub(super) fn strong() -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// The row that is chosen, and keys.
    pub(super) fn chosen() -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    pub(super) fn bad(self) -> Style {
        self.fg(Color::Red).add_modifier(Modifier::BOLD)
    }

    pub(super) fn warning(self) -> Style {
        self.fg(Color::Yellow)
    }

    pub(super) fn status(self, status: Status) -> Style {
        match status {
            Status::Waiting => self.fg(Color::Cyan),
            Status::Blocked => self.warning(),
            Status::Failed => self.fg(Color::Red),
            Status::Done => self.fg(Color::Green),
            Status::Queued | Status::Cancelled => Self::faint(),
            Status::Running | Status::Unknown => Style::new(),
        }
    }
}
