//! A view that changes in place on a terminal, and is a line for each change elsewhere.

use super::Printer;
use crate::error::CliError;
use ratatui::text::Span;
use std::sync::atomic::Ordering;

/// What is on the screen.
#[derive(Debug)]
pub(crate) struct Redraw {
    printer: Printer,
    lines: usize,
    /// Up to which row of notes it is known to stand below.
    noted: usize,
}

impl Printer {
    /// A live view on stdout.
    pub(crate) fn redraw(&self) -> Redraw {
        Redraw { printer: self.clone(), lines: 0, noted: self.noted.load(Ordering::Relaxed) }
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
    /// Replaces the view, and the notes that were told below it. Written in one piece, and cleared line by line, so that nothing flickers.
    pub(crate) fn show(&mut self, view: &str) -> Result<(), CliError> {
        let rows = self.rows();
        let up = if rows > 0 { format!("\u{1b}[{rows}A") } else { String::new() };
        // As wide as the terminal is now: a line that it wrapped would be two of its own, and the next view would begin too far down.
        let width = self.printer.style.width().and_then(|known| comfy_table::Table::new().width().or(Some(known)));
        let body = view.trim_end().lines().fold(String::new(), |body, line| body + "\r\u{1b}[2K" + &cut(line, width) + "\n");
        self.lines = view.trim_end().lines().count();
        self.printer.data(format!("{up}{body}\u{1b}[J").as_bytes())
    }

    /// How many rows the view takes with the notes below it.
    fn rows(&mut self) -> usize {
        let noted = self.printer.noted.load(Ordering::Relaxed);
        let new = noted - std::mem::replace(&mut self.noted, noted);
        // What was told before the first view stays above it.
        if self.lines > 0 { self.lines + new } else { 0 }
    }
}

/// As much of the line as fits, with `…` where there was more. What colours it takes no room, and ends with it.
fn cut(line: &str, width: Option<u16>) -> String {
    let Some(width) = width.map(usize::from) else { return line.to_owned() };
    let (mut shown, mut room, mut in_colour, mut coloured) = (String::with_capacity(line.len()), width, false, false);
    let mut fits = String::new();
    for letter in line.chars() {
        if in_colour || letter == '\u{1b}' {
            in_colour = letter == '\u{1b}' || !letter.is_ascii_alphabetic();
            coloured = true;
            shown.push(letter);
            continue;
        }
        let takes = Span::raw(letter.encode_utf8(&mut [0; 4]) as &str).width();
        if takes > room {
            return format!("{fits}…{}", if coloured { "\u{1b}[0m" } else { "" });
        }
        // What stays when the next letter does not fit: one place is for the mark.
        if takes < room {
            fits.clone_from(&shown);
            fits.push(letter);
        }
        room -= takes;
        shown.push(letter);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, width: u16, expected: &str) {
        assert_eq!(cut(line, Some(width)), expected, "{line:?} in {width}");
    }

    #[test]
    fn a_line_is_never_wider_than_the_terminal() {
        check("fits", 4, "fits");
        check("does not fit", 8, "does no…");
        check("\u{1b}[31mred and long\u{1b}[0m", 6, "\u{1b}[31mred a…\u{1b}[0m");
        check("\u{1b}[2mred\u{1b}[0m", 3, "\u{1b}[2mred\u{1b}[0m");
        check("広い幅", 6, "広い幅");
        check("広い幅の", 7, "広い幅…");
        check("広い幅の", 6, "広い…");
        check("", 3, "");
        assert_eq!(cut(&"x".repeat(500), None).len(), 500);
    }

    #[test]
    fn notes_below_a_view_are_replaced_with_it() {
        let printer = Printer::plain();
        let told = |rows| printer.noted.fetch_add(rows, Ordering::Relaxed);
        told(4);
        let mut view = printer.redraw();
        told(1);
        assert_eq!(view.rows(), 0, "the first view stands below what was told before it");
        view.lines = 3;
        told(2);
        assert_eq!((view.rows(), view.rows()), (5, 3));
    }
}
