//! Names that people give to what the bridge consists of, and write into rules.

/// The most characters of a name.
pub const MOST_NAME: usize = 64;

/// What a name is, in words.
pub const NAME_RULE: &str = "use lower-case letters, digits, `-`, `_` and `.`, 64 at most, beginning with a letter or a digit";

/// Whether a connection, a source, a destination or a subscription may be called so: lower-case letters, digits, `-`, `_` and `.`, beginning
/// with a letter or a digit.
#[must_use]
pub fn is_name(name: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    name.len() <= MOST_NAME
        && name.bytes().next().is_some_and(letter)
        && name.bytes().all(|byte| letter(byte) || matches!(byte, b'-' | b'_' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_say_what_is_checked() {
        assert!(NAME_RULE.contains(&format!(" {MOST_NAME} at most")));
    }

    #[test]
    fn names_can_be_typed_and_stand_in_an_address() {
        for name in ["ops", "ops-1", "a.b_c", "1"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "-a", "A", "a b", "a/b", "ä", &"a".repeat(65)] {
            assert!(!is_name(name), "{name}");
        }
    }
}
