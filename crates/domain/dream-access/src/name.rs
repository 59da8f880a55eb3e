//! Names that people give to things.

use crate::AccessRefusal;

/// How many characters a name may have.
pub const MAX_NAME_CHARS: usize = 100;

/// `text` without surrounding white space, if it can be shown in a list: not empty, not long, and without control
/// characters or the ones that turn the direction of writing (which make a name look like another).
pub(crate) fn checked(text: &str) -> Result<String, AccessRefusal> {
    let name = text.trim();
    let count = name.chars().count();
    if count == 0 || count > MAX_NAME_CHARS {
        return Err(AccessRefusal::NameLength { length: count });
    }
    if let Some(letter) = name.chars().find(|letter| hidden(*letter)) {
        return Err(AccessRefusal::NameCharacter { code_point: u32::from(letter) });
    }
    Ok(name.to_owned())
}

/// Whether `letter` cannot be seen: a control character, or one that turns the direction of writing.
pub(crate) fn hidden(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_and_checked() {
        let check = |text: &str, expected: Result<&str, &str>| {
            let found = checked(text);
            assert_eq!(found.as_deref().map_err(AccessRefusal::code), expected, "{text:?}");
        };
        check(" Ada Lovelace ", Ok("Ada Lovelace"));
        check("Żółć 日本", Ok("Żółć 日本"));
        check("", Err("name_invalid"));
        check(" \t ", Err("name_invalid"));
        check("a\nb", Err("name_invalid"));
        check("a\u{202e}b", Err("name_invalid"));
        check(&"é".repeat(MAX_NAME_CHARS), Ok(&"é".repeat(MAX_NAME_CHARS)));
        check(&"é".repeat(MAX_NAME_CHARS + 1), Err("name_invalid"));
    }
}
