//! A view that changes in place on a terminal, and is a line for each change elsewhere.

use super::Printer;
use crate::error::CliError;

/// What is on the screen.
#[derive(Debug)]
pub(crate) struct Redraw {
    printer: Printer,
    lines: usize,
}

impl Printer {
    /// A live view on stdout.
    pub(crate) fn redraw(&self) -> Redraw {
        Redraw { printer: self.clone(), lines: 0 }
    }

    /// Whether a view may change in place.
    pub(crate) fn is_live(&self) -> bool {
        self.style.is_terminal() && !self.json
    }

    /// The style of stdout.
    pub(crate) fn style(&self) -> &super::Style {
        &self.style
    }
}

impl Redraw {
    /// Replaces the view. Written in one piece, and cleared line by line, so that nothing flickers.
    pub(crate) fn show(&mut self, view: &str) -> Result<(), CliError> {
        let up = if self.lines > 0 { format!("\u{1b}[{}A", self.lines) } else { String::new() };
        let body = view.trim_end().lines().fold(String::new(), |body, line| body + "\r\u{1b}[2K" + line + "\n");
        self.lines = view.trim_end().lines().count();
        self.printer.data(format!("{up}{body}\u{1b}[J").as_bytes())
    }
}
