//! Small work on texts: cleaning, clipping, sentences, words.

use std::collections::BTreeSet;

/// `text` on one line, without keys, tokens and characters that reorder what is shown, at most `most` characters.
pub(super) fn clean(text: &str, most: usize) -> String {
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    clip(&dream_roles::redact_secrets(&line), most)
}

/// Controls, and the marks that make text read in another order than it is stored.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// The beginning of `text`, ended at a word where possible.
pub(super) fn clip(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let head: String = text.chars().take(most.saturating_sub(1)).collect();
    let at_word = head.rsplit_once(' ').map(|(kept, _)| kept).filter(|kept| kept.chars().count() * 2 > most);
    format!("{}…", at_word.unwrap_or(&head).trim_end_matches([',', ';', ':', ' ']))
}

/// `text` as a sentence: a capital in front, a full stop behind.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut chars = text.chars();
    let capital: String = chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default();
    if capital.is_empty() || capital.ends_with(['.', '!', '?', '…', ':', '。', '؟']) { capital } else { format!("{capital}.") }
}

/// `text` as part of a sentence: no full stop behind.
pub(super) fn phrase(text: &str) -> &str {
    text.trim().trim_end_matches(['.', ' ', ';', ',', ':'])
}

/// The sentences of a paragraph.
pub(super) fn sentences(paragraph: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = paragraph.trim();
    while let Some(end) = rest
        .match_indices(['.', '!', '?'])
        .map(|(at, mark)| at + mark.len())
        .find(|end| rest.get(*end..).is_some_and(|t| t.starts_with(' ')))
    {
        let (head, tail) = rest.split_at_checked(end).unwrap_or((rest, ""));
        found.push(head);
        rest = tail.trim_start();
    }
    if !rest.is_empty() {
        found.push(rest);
    }
    found
}

/// Whether `text` names a number, in digits or in words.
pub(super) fn names_number(text: &str) -> bool {
    const WORDS: [&str; 20] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "dozen", "twenty", "hundred",
        "thousand", "half", "third", "twice", "double",
    ];
    text.contains(char::is_numeric) || text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word))
}

/// The words of `text` that carry meaning, in lower case.
pub(super) fn words(text: &str) -> BTreeSet<String> {
    const PLAIN: [&str; 22] = [
        "about", "also", "and", "are", "can", "each", "for", "from", "has", "have", "into", "its", "must", "not", "of", "should", "that",
        "the", "their", "this", "what", "with",
    ];
    let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words.filter(|word| word.chars().count() > 2 && !PLAIN.contains(&word.as_str())).collect()
}

/// A name for files and anchors: ASCII letters and digits joined by `-`, at most 24 characters; `fallback` when nothing is left.
pub(super) fn slug(text: &str, fallback: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if out.len() == 24 {
            break;
        }
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let slug = out.trim_end_matches('-');
    if slug.is_empty() { fallback.to_owned() } else { slug.to_owned() }
}

/// `items` as a part of a sentence: `a, b and c`.
pub(super) fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cleaned_and_clipped_at_words() {
        assert_eq!(clean("a\n\u{202e}b\tc\u{7}", 10), "a b c");
        assert_eq!(clip("one two three", 9), "one two…");
        assert_eq!(clip("🙂🙂🙂🙂", 3), "🙂🙂…");
        assert_eq!(sentence("hello there"), "Hello there.");
        assert_eq!(sentences("One. Two? v1.2 is three."), ["One.", "Two?", "v1.2 is three."]);
    }

    #[test]
    fn slugs_are_short_and_never_empty() {
        assert_eq!(slug("Who it's for: everyone, always & ever", "x"), "who-it-s-for-everyone-al");
        assert_eq!(slug("🙂 مرحبا", "page-3"), "page-3");
    }
}
