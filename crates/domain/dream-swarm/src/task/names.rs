//! Titles, and the names of roles, capabilities and workers.

use crate::TaskRefusal;

/// How many characters a title may have.
const TITLE: usize = 200;
/// How many characters a name may have.
const NAME: usize = 64;

/// `text` without surrounding white space, if it can be a title.
pub(super) fn title(text: &str) -> Result<String, TaskRefusal> {
    let title = text.trim();
    let fits = (1..=TITLE).contains(&title.chars().count()) && title.chars().all(can_be_shown);
    if fits { Ok(title.to_owned()) } else { Err(TaskRefusal::Title { most: TITLE }) }
}

/// Whether `text` can be the name of `what`, such as a role or a worker.
///
/// # Errors
/// [`TaskRefusal::Name`] for one that is empty, longer than 64 characters, has a control character or begins or ends with a space.
pub fn name(what: &'static str, text: &str) -> Result<(), TaskRefusal> {
    let fits = (1..=NAME).contains(&text.chars().count()) && text.trim() == text && text.chars().all(can_be_shown);
    if fits { Ok(()) } else { Err(TaskRefusal::Name { what, most: NAME }) }
}

/// Not a control character, nor one that turns the direction of writing, which makes a text look like another.
fn can_be_shown(letter: char) -> bool {
    let turns = matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !letter.is_control() && !turns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_titles_can_be_shown_in_a_list() {
        for (text, fits) in [("ada", true), ("QA team", true), ("", false), (" ada", false), ("a\nb", false), ("a\u{202e}b", false)] {
            assert_eq!(name("role", text).is_ok(), fits, "{text:?}");
        }
        assert!(name("role", &"é".repeat(64)).is_ok() && name("role", &"é".repeat(65)).is_err());
        assert_eq!(title("  Write it \n"), Ok("Write it".to_owned()));
        assert!(title(" ").is_err() && title(&"x".repeat(201)).is_err());
    }
}
