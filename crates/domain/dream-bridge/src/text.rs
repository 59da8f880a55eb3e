//! Cutting text without breaking what a reader sees as one character.

use unicode_segmentation::UnicodeSegmentation as _;

/// Where text was cut.
pub const ELLIPSIS: &str = "…";

/// How long a text is for Discord, which counts UTF-16 units or code points, whichever hurts: we count the larger, UTF-16 units.
#[must_use]
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// `text`, cut at a grapheme boundary so that it has at most `most` units of [`length`], the ellipsis that marks the cut included.
#[must_use]
pub fn shorten(text: &str, most: usize) -> String {
    if length(text) <= most {
        return text.to_owned();
    }
    let room = most.saturating_sub(length(ELLIPSIS));
    let mut short = prefix(text, room).trim_end().to_owned();
    if most > 0 {
        short.push_str(ELLIPSIS);
    }
    short
}

/// The longest start of `text` that ends at a grapheme boundary and has at most `most` units. A single grapheme longer than that is
/// cut at a code point, so that `most` of one or more never gives nothing of a text.
#[must_use]
pub fn prefix(text: &str, most: usize) -> &str {
    let (mut used, mut end) = (0, 0);
    for (start, grapheme) in text.grapheme_indices(true) {
        let size = length(grapheme);
        if used + size > most {
            break;
        }
        used += size;
        end = start + grapheme.len();
    }
    if end == 0 {
        for (start, letter) in text.char_indices() {
            if used + letter.len_utf16() > most {
                break;
            }
            used += letter.len_utf16();
            end = start + letter.len_utf8();
        }
    }
    text.get(..end).unwrap_or_default()
}

/// `text` without line breaks and control characters, blanks joined.
#[must_use]
pub fn one_line(text: &str) -> String {
    let visible: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_fall_between_what_readers_see_as_characters() {
        let family = "👨‍👩‍👧‍👦";
        let cases: [(&str, usize, &str); 8] = [
            ("short", 5, "short"),
            ("longer", 5, "long…"),
            ("", 0, ""),
            ("abc", 0, ""),
            (family, 11, family),
            ("a👨‍👩‍👧‍👦", 11, "a…"),
            ("e\u{301}e\u{301}", 3, "e\u{301}…"),
            ("two words", 5, "two…"),
        ];
        for (text, most, wanted) in cases {
            assert_eq!(shorten(text, most), wanted, "{text} to {most}");
            assert!(length(&shorten(text, most)) <= most);
        }
        assert_eq!(prefix(family, 5), "👨\u{200d}👩", "one grapheme that is too long is cut at a code point");
    }

    #[test]
    fn control_characters_and_line_breaks_leave_one_line() {
        assert_eq!(one_line(" a\r\n\tb\u{7}c  d "), "a b c d");
    }
}
