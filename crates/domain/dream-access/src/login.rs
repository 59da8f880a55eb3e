//! The name under which a person signs in: an e-mail address, or any other word.

use crate::SignInRefusal;
use dream_ledger::Digest;

/// How many characters a login name has at least.
pub const MIN_LOGIN_CHARS: usize = 3;
/// How many characters a login name has at most.
pub const MAX_LOGIN_CHARS: usize = 254;

/// A login name in the one form that is compared: without surrounding white space, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Login(String);

impl Login {
    /// Reads what a person typed.
    ///
    /// # Errors
    /// [`SignInRefusal::LoginInvalid`] for a text that is too short, too long, or has white space or characters that cannot be shown.
    pub fn parse(text: &str) -> Result<Self, SignInRefusal> {
        let login = text.trim().to_lowercase();
        let count = login.chars().count();
        let shown = |letter: char| !letter.is_whitespace() && !crate::name::hidden(letter);
        if !(MIN_LOGIN_CHARS..=MAX_LOGIN_CHARS).contains(&count) || !login.chars().all(shown) {
            return Err(SignInRefusal::LoginInvalid);
        }
        Ok(Self(login))
    }

    /// The name itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What an event says of it: SHA-256 over a random salt and the name, so that nothing is left of it when the salt is erased.
    #[must_use]
    pub fn digest(&self, salt: &str) -> Digest {
        Digest::of(format!("{salt}\n{}", self.0).as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_are_compared_in_one_form() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(Login::parse(text).ok().as_ref().map(Login::as_str), expected, "{text:?}");
        };
        check(" Ada@Example.org ", Some("ada@example.org"));
        check("ÄDA", Some("äda"));
        check("ad", None);
        check("a da", None);
        check("ada\u{202e}x", None);
        check("ada\0x", None);
        check(&"x".repeat(MAX_LOGIN_CHARS + 1), None);
    }

    #[test]
    fn its_digest_depends_on_the_salt() {
        let login = Login::parse("ada@example.org").unwrap();
        assert_ne!(login.digest("a"), login.digest("b"));
    }
}
