//! Passwords: which are taken, and how they are kept (Argon2id, RFC 9106, with the parameters that OWASP recommends).

use crate::{Login, SignInRefusal};
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use dream_ledger::Digest;
use dream_secret::Secret;

/// How many characters a password has at least.
pub const MIN_PASSWORD_CHARS: usize = 12;
/// How many bytes a password has at most.
pub const MAX_PASSWORD_BYTES: usize = 1_024;

/// 19 MiB of memory, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1_024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Long enough, and among the first that are tried all the same: in lower case, without what people append.
const COMMON: [&str; 14] = [
    "administrator",
    "changeme",
    "correcthorsebatterystaple",
    "dreamos",
    "iloveyou",
    "letmein",
    "password",
    "passwort",
    "qwertyuiop",
    "qwerty",
    "secret",
    "superman",
    "trustno",
    "welcome",
];

/// A password as it is kept: a text of the PHC format, with its salt and parameters. It cannot be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordHash(Secret);

/// A password cannot be hashed, or what was kept of one cannot be read: a defect, or a damaged row.
#[derive(Debug, thiserror::Error)]
#[error("the password cannot be hashed or compared; set a new one")]
pub struct PasswordError(#[source] argon2::password_hash::Error);

/// Refuses a new password that is too short, too long, or easy to guess. There are no rules about kinds of characters.
///
/// # Errors
/// [`SignInRefusal::PasswordLength`] or [`SignInRefusal::PasswordGuessable`].
pub fn check_password(password: &Secret, login: &Login) -> Result<(), SignInRefusal> {
    let text = password.expose();
    if text.chars().count() < MIN_PASSWORD_CHARS || text.len() > MAX_PASSWORD_BYTES {
        return Err(SignInRefusal::PasswordLength);
    }
    let folded = text.to_lowercase();
    let core = folded.trim_matches(|letter: char| !letter.is_alphabetic());
    let few_letters = {
        let mut letters: Vec<char> = folded.chars().collect();
        letters.sort_unstable();
        letters.dedup();
        letters.len() < 4
    };
    let name = login.as_str().split('@').next().unwrap_or_default();
    if few_letters || is_sequence(&folded) || COMMON.contains(&core) || core == name || folded.trim() == login.as_str() {
        return Err(SignInRefusal::PasswordGuessable);
    }
    Ok(())
}

/// Whether each character follows the one before it, up or down, as in `123456789abc` or `987654321`.
fn is_sequence(text: &str) -> bool {
    let letters: Vec<i64> = text.chars().map(|letter| i64::from(u32::from(letter))).collect();
    let steps = || letters.iter().zip(letters.iter().skip(1)).map(|(one, next)| next - one);
    let broken = |by: i64| steps().filter(|step| *step != by).count();
    // One break is that from the digits to the letters, or from 9 to 0.
    broken(1).min(broken(-1)) <= 2
}

impl PasswordHash {
    /// Hashes `password` with a random salt. Takes about as long as a frame of a film and 19 MiB: call it off the threads that answer.
    ///
    /// # Errors
    /// [`PasswordError`], which no password of an allowed length leads to.
    pub fn make(password: &Secret, salt: [u8; 16]) -> Result<Self, PasswordError> {
        let hash =
            hasher().and_then(|hasher| hasher.hash_password_with_salt(password.expose().as_bytes(), &salt)).map_err(PasswordError)?;
        Ok(Self(Secret::new(hash.to_string())))
    }

    /// A hash as it was kept.
    #[must_use]
    pub fn kept(text: Secret) -> Self {
        Self(text)
    }

    /// The text to keep, in a place that is no ledger and no log.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.expose()
    }

    /// SHA-256 of the text: what the ledger holds, so that a hash that was exchanged in the database is found out.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(self.0.expose().as_bytes())
    }

    /// Whether `password` is the one. Takes as long as [`PasswordHash::make`].
    ///
    /// # Errors
    /// [`PasswordError`] when what was kept cannot be read.
    pub fn verify(&self, password: &Secret) -> Result<bool, PasswordError> {
        match hasher().and_then(|hasher| hasher.verify_password(password.expose().as_bytes(), self.0.expose())) {
            Ok(()) => Ok(true),
            Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
            Err(error) => Err(PasswordError(error)),
        }
    }
}

fn hasher() -> Result<Argon2<'static>, argon2::password_hash::Error> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_kept_by_a_salted_slow_hash() {
        let password = Secret::new("plum cactus trolley");
        let hash = PasswordHash::make(&password, [7; 16]).unwrap();
        assert!(hash.text().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.text());
        let kept = PasswordHash::kept(Secret::new(hash.text()));
        assert!(kept.verify(&password).unwrap());
        assert!(!kept.verify(&Secret::new("plum cactus trolleY")).unwrap());
        assert_ne!(PasswordHash::make(&password, [8; 16]).unwrap(), hash);
        assert!(PasswordHash::kept(Secret::new("plum cactus trolley")).verify(&password).is_err(), "no hash at all");
        assert!(!format!("{hash:?}").contains("argon"));
    }

    #[test]
    fn guessable_passwords_are_refused() {
        let login = Login::parse("ada.lovelace.1815@example.org").unwrap();
        let check = |password: &str, expected: Result<(), &str>| {
            let found = check_password(&Secret::new(password), &login).map_err(|refusal| refusal.code());
            assert_eq!(found, expected, "{password}");
        };
        check("plum cactus trolley", Ok(()));
        check("Zq7#kd9!mvB2", Ok(()));
        check("żółw i łódka", Ok(()));
        check("short", Err("password_length"));
        check(&"x1y".repeat(500), Err("password_length"));
        check("Password1234!", Err("password_guessable"));
        check("aaaaaaaaaaaaaaa", Err("password_guessable"));
        check("123456789012", Err("password_guessable"));
        check("abcdefghijklmn", Err("password_guessable"));
        check("ADA.lovelace.1815@example.org", Err("password_guessable"));
    }
}
