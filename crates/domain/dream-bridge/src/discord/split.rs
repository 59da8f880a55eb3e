//! Cutting a long text into parts that read well, with code blocks closed and opened again.

use crate::text;

/// The most that a repaired code block adds to a part: the line that opens it, and the one that closes it.
const REPAIR: usize = 40;
/// What opens and closes a code block.
const FENCE: &str = "```";
/// What closes a code block that a cut leaves open.
const CLOSING: &str = "\n```";

/// `text` in parts of at most `most` units of [`text::length`], cut between paragraphs, lines, words or at worst characters. A part that ends
/// within a code block closes it, and the next opens it again in the same language. Nothing is lost but blanks at the cuts.
/// `most` below 100 is taken as 100.
#[must_use]
pub fn split(text: &str, most: usize) -> Vec<String> {
    let most = most.max(100);
    let mut parts = Vec::new();
    let mut rest = text.trim_end();
    // The language of the code block that the next part begins in.
    let mut open: Option<String> = None;
    while !rest.trim().is_empty() {
        let opening = open.as_ref().map_or_else(String::new, |language| format!("{FENCE}{language}\n"));
        // A block that the text itself leaves open is closed too.
        let closing = if state_after(rest, open.clone()).is_some() { CLOSING } else { "" };
        if text::length(&opening) + text::length(rest) + closing.len() <= most {
            parts.push(format!("{opening}{rest}{closing}"));
            break;
        }
        let room = most - REPAIR;
        let (piece, tail) = cut(rest, room, open.is_some());
        let after = state_after(piece, open.clone());
        let closing = if after.is_some() { CLOSING } else { "" };
        parts.push(format!("{opening}{}{closing}", piece.trim_end()));
        rest = if after.is_some() { tail.trim_start_matches('\n') } else { tail.trim_start() };
        open = after;
        // A part whose block was just about to close needs no second opening.
        if open.is_some() && rest.trim_start().starts_with(FENCE) && closes(rest.trim_start()) {
            rest = rest.trim_start().get(FENCE.len()..).unwrap_or_default().trim_start();
            open = None;
        }
    }
    parts
}

/// Whether a line that begins with a fence has nothing after it, as a closing one has.
fn closes(text: &str) -> bool {
    text.lines().next().is_some_and(|line| line.trim() == FENCE)
}

/// The longest start of `text` of at most `room` units that ends at a good place, and what is left.
fn cut(text: &str, room: usize, in_code: bool) -> (&str, &str) {
    let whole = text::prefix(text, room);
    // A cut in the first third makes a part that is too short to be worth a good place.
    let least = whole.len() / 3;
    let boundary = |mark: &str| whole.rfind(mark).filter(|at| *at > least).map(|at| at + mark.len());
    let lines = if in_code { boundary("\n") } else { boundary("\n\n").or_else(|| boundary("\n")) };
    let end = lines.or_else(|| boundary(". ")).or_else(|| boundary(" ")).unwrap_or(whole.len());
    let end = before_half_fence(whole, end);
    (text.get(..end).unwrap_or_default(), text.get(end..).unwrap_or_default())
}

/// Moves a cut that would part three backticks, or a fence from its language, to before them.
fn before_half_fence(whole: &str, end: usize) -> usize {
    let kept = whole.get(..end).unwrap_or_default();
    let trailing = kept.len() - kept.trim_end_matches('`').len();
    if trailing > 0 && trailing < kept.len() {
        return end - trailing;
    }
    match kept.rfind(FENCE) {
        Some(at)
            if at > 0
                && !kept.get(at..).unwrap_or_default().contains('\n')
                && !kept.get(at + FENCE.len()..).unwrap_or_default().contains(' ') =>
        {
            at
        }
        _ => end,
    }
}

/// The language of the code block that is open after `piece`, given the one before it.
fn state_after(piece: &str, before: Option<String>) -> Option<String> {
    let mut open = before;
    let mut rest = piece;
    while let Some(at) = rest.find(FENCE) {
        rest = rest.get(at + FENCE.len()..).unwrap_or_default();
        open = match open {
            Some(_) => None,
            None => Some(language(rest)),
        };
    }
    open
}

/// The language after an opening fence: a word that a line break ends.
fn language(rest: &str) -> String {
    let Some((line, _)) = rest.split_once('\n') else { return String::new() };
    let fits = line.len() <= 20 && line.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '-' | '#' | '_'));
    if fits { line.to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, most: usize, wanted: &[&str]) {
        assert_eq!(split(text, most), wanted, "{text:?} to {most}");
    }

    #[test]
    fn cuts_fall_between_paragraphs_lines_and_words() {
        let (a, b) = ("a".repeat(50), "b".repeat(60));
        check("short", 100, &["short"]);
        check("", 100, &[]);
        check(" \n ", 100, &[]);
        check(&format!("{a}\n\n{b}"), 100, &[&a, &b]);
        check(&format!("{a}\n{b}"), 100, &[&a, &b]);
        check(&format!("{a} {b}"), 100, &[&a, &b]);
        let long = "x".repeat(130);
        check(&long, 100, &["x".repeat(60).as_str(), "x".repeat(70).as_str()]);
    }

    #[test]
    fn a_code_block_is_closed_and_opened_again() {
        let lines: Vec<String> = (0..20).map(|n| format!("line number {n:02}")).collect();
        let text = format!("Log:\n```rust\n{}\n```\nEnd.", lines.join("\n"));
        let parts = split(&text, 150);
        assert!(parts.len() > 2, "{parts:#?}");
        for part in &parts {
            assert!(text::length(part) <= 150);
            assert_eq!(part.matches(FENCE).count() % 2, 0, "{part}");
        }
        assert!(parts[1].starts_with("```rust\n") && parts[1].ends_with("\n```"), "{parts:#?}");
        for line in lines {
            assert_eq!(parts.iter().filter(|part| part.contains(&line)).count(), 1, "{line}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn whatever_the_text_parts_fit_fences_are_even_and_no_word_is_lost(
            pieces in prop::collection::vec(prop_oneof![Just("```".to_owned()), Just("```rust\n".to_owned()), Just("\n".to_owned()), Just("`".to_owned()),
                "[a-z ]{0,60}", "[é👨👩🏽‍🚀]{0,9}", Just("\n\n".to_owned())], 0..60),
            most in 100_usize..400,
        ) {
            let text = pieces.concat();
            let parts = split(&text, most);
            for part in &parts {
                prop_assert!(text::length(part) <= most, "{} > {most}: {part:?}", text::length(part));
                prop_assert!(!part.trim().is_empty());
                prop_assert_eq!(part.matches(FENCE).count() % 2, 0, "{}", part);
            }
            // A language that is named again when its block is opened again adds letters; none may be missing.
            let kept = parts.concat();
            let mut kept = kept.chars();
            for letter in text.chars().filter(|letter| letter.is_alphanumeric()) {
                prop_assert!(kept.any(|each| each == letter), "{letter} of {text:?} is missing in {parts:?}");
            }
        }
    }
}
