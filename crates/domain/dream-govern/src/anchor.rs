//! Where a note on a line stands in another version of the text: at the same words, where they went, in place of them, or nowhere.

use serde::{Deserialize, Serialize};

/// The longest quote that is kept, in characters: enough to tell lines apart.
const LONGEST_QUOTE: usize = 400;

/// What is remembered of a line, so that it is found again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The line's number, from 1.
    pub line: u32,
    /// The line itself, without white space at its ends, cut after 400 characters.
    pub quote: String,
    /// The nearest line above it that is not empty; empty at the start of the text.
    pub before: String,
    /// The nearest line below it that is not empty; empty at the end of the text.
    pub after: String,
}

/// Where an anchor stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// At the same words and the same number.
    Here(u32),
    /// At the same words, under another number.
    Moved(u32),
    /// The words are gone, and the line that stands between the same neighbours has this number.
    Changed(u32),
    /// Neither the words nor their neighbours are there.
    Orphaned,
}

impl Place {
    /// The line's number, unless the note has none any more.
    #[must_use]
    pub fn line(self) -> Option<u32> {
        match self {
            Self::Here(line) | Self::Moved(line) | Self::Changed(line) => Some(line),
            Self::Orphaned => None,
        }
    }

    /// The place's word: `here`, `moved`, `changed` or `orphaned`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Here(_) => "here",
            Self::Moved(_) => "moved",
            Self::Changed(_) => "changed",
            Self::Orphaned => "orphaned",
        }
    }
}

impl Anchor {
    /// Remembers the line `line` of `text`; `None` when the text has no such line.
    #[must_use]
    pub fn of(text: &str, line: u32) -> Option<Self> {
        let lines = cut(text);
        let at = usize::try_from(line).ok()?.checked_sub(1)?;
        let quote = lines.get(at)?.clone();
        Some(Self { line, quote, before: above(&lines, at), after: below(&lines, at) })
    }

    /// Finds the line again in `text`: its words first, those with the same neighbours before others and nearer ones before farther ones;
    /// then the one line that stands between the same neighbours.
    #[must_use]
    pub fn find(&self, text: &str) -> Place {
        let lines = cut(text);
        let score = |at: usize| usize::from(above(&lines, at) == self.before) + usize::from(below(&lines, at) == self.after);
        let same = (0..lines.len()).filter(|at| lines.get(*at) == Some(&self.quote));
        // An empty line is told by its neighbours alone.
        let same = same.filter(|at| !self.quote.is_empty() || score(*at) == 2);
        let best = same.max_by_key(|at| (score(*at), std::cmp::Reverse(self.distance(*at))));
        if let Some(at) = best {
            let line = number(at);
            return if line == self.line { Place::Here(line) } else { Place::Moved(line) };
        }
        let between = (0..lines.len()).filter(|at| lines.get(*at).is_some_and(|line| !line.is_empty()) && score(*at) == 2);
        between.min_by_key(|at| self.distance(*at)).map_or(Place::Orphaned, |at| Place::Changed(number(at)))
    }

    fn distance(&self, at: usize) -> u32 {
        number(at).abs_diff(self.line)
    }
}

fn cut(text: &str) -> Vec<String> {
    text.lines().map(|line| line.trim().chars().take(LONGEST_QUOTE).collect()).collect()
}

fn above(lines: &[String], at: usize) -> String {
    lines.iter().take(at).rev().find(|line| !line.is_empty()).cloned().unwrap_or_default()
}

fn below(lines: &[String], at: usize) -> String {
    lines.iter().skip(at + 1).find(|line| !line.is_empty()).cloned().unwrap_or_default()
}

fn number(at: usize) -> u32 {
    u32::try_from(at + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "# Goals\n\nFour steps.\nKeep guests.\n\n# Risks\n\nNone.\n";

    fn check(line: u32, newer: &str, expected: Place) {
        assert_eq!(Anchor::of(FIRST, line).unwrap().find(newer), expected, "line {line} in {newer:?}");
    }

    #[test]
    fn a_note_stays_moves_takes_the_place_of_its_words_or_is_an_orphan() {
        check(3, FIRST, Place::Here(3));
        check(3, "Preface.\n\n# Goals\n\nFour steps.\nKeep guests.\n", Place::Moved(5));
        check(3, "# Goals\n\nTwo steps.\nKeep guests.\n", Place::Changed(3));
        check(3, "# Aims\n\nTwo steps.\nDrop guests.\n", Place::Orphaned);
        check(3, "", Place::Orphaned);
    }

    #[test]
    fn of_equal_lines_the_one_with_the_same_neighbours_is_meant_and_then_the_nearest() {
        check(8, "# Cost\n\nNone.\n\n# Risks\n\nNone.\n", Place::Moved(7));
        check(8, "None.\nx\nNone.\nx\nx\nNone.\ny\n", Place::Moved(6));
    }

    #[test]
    fn an_empty_line_is_found_between_its_neighbours_alone() {
        check(5, "New.\n\n# Goals\n\nFour steps.\nKeep guests.\n\n# Risks\n", Place::Moved(7));
        check(5, "Other.\n\nText.\n", Place::Orphaned);
    }

    #[test]
    fn there_is_no_anchor_beyond_the_text() {
        assert_eq!((Anchor::of(FIRST, 0), Anchor::of(FIRST, 99)), (None, None));
    }

    #[test]
    fn the_ends_of_the_text_are_neighbours_too() {
        check(1, "# Aims\n\nFour steps.\n", Place::Changed(1));
        check(8, "# Risks\n\nSome.\n", Place::Changed(3));
    }
}
