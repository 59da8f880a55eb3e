//! A view that changes in place on a terminal, and is a line for each change elsewhere.

use super::Printer;
use crate::error::CliError;
use ratatui::text::Span;

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
        // As wide as the terminal is now: a line that it wrapped would be two of its own, and the next view would begin too far down.
        let width = self.printer.style.width().and_then(|known| comfy_table::Table::new().width().or(Some(known)));
        let body = view.trim_end().lines().fold(String::new(), |body, line| body + "\r\u{1b}[2K" + &cut(line, width) + "\n");
        self.lines = view.trim_end().lines().count();
        self.printer.data(format!("{up}{body}\u{1b}[J").as_bytes())
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
}
