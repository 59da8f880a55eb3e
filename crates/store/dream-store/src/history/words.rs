//! What counts as a word: the same on both engines, for messages and for questions.

use dream_id::OrgId;

/// Only this much of a message's body is searched for words, in bytes.
const MOST_TEXT: usize = 64 * 1024;
/// What is longer than this is no word that anybody looks for, in characters.
const MOST_LETTERS: usize = 64;

/// The words of a text, in small letters, each cut at [`MOST_LETTERS`].
fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.chars().take(MOST_LETTERS).flat_map(char::to_lowercase).collect())
}

/// The organisation's id as a word, by which its messages are told from others' before any of them is looked at.
fn org_word(org: OrgId) -> String {
    org.to_string().chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// The words of a message as the index takes them.
pub(super) fn of_message(org: OrgId, body: &str) -> String {
    let cut = body.floor_char_boundary(MOST_TEXT);
    let mut text = org_word(org);
    for word in words(body.get(..cut).unwrap_or_default()) {
        text.push(' ');
        text.push_str(&word);
    }
    text
}

/// What the two indexes are asked for a question's words, all of which must be there: `SQLite`'s text, then PostgreSQL's. `None` for a
/// text without words.
pub(super) fn question(org: Option<OrgId>, text: &str) -> Option<(String, String)> {
    let asked: Vec<String> = words(text).collect();
    if asked.is_empty() {
        return None;
    }
    let all: Vec<String> = org.map(org_word).into_iter().chain(asked.iter().cloned()).collect();
    let quoted: Vec<String> = all.iter().map(|word| format!("\"{word}\"")).collect();
    Some((quoted.join(" "), asked.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_id::TypedId;

    #[test]
    fn words_are_letters_and_digits_in_small_letters_whatever_stands_between() {
        let org = OrgId::from_parts(1, [1; 10]);
        let text = of_message(org, "Build FAILED: main.rs:17, \"naïve\" OR 1=1 -- \u{1f680}");
        assert_eq!(text.split_once(' ').unwrap().1, "build failed main rs 17 naïve or 1 1");
        assert_eq!(question(None, "  Failed\" OR \"x* ").unwrap(), ("\"failed\" \"or\" \"x\"".to_owned(), "failed or x".to_owned()));
        assert!(question(Some(org), " -- *").is_none());
        assert!(question(Some(org), "a").unwrap().0.ends_with(" \"a\""));
        let long = "ä".repeat(MOST_TEXT);
        assert!(of_message(org, &long).len() < 300);
    }
}
