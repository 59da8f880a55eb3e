//! The text of a token: `dos_` and a random text.

use crate::random_text::{self, Broken};
use dream_ledger::Digest;
use dream_secret::Secret;

const PREFIX: &str = "dos_";

/// The text that a person presents. It cannot be printed or serialised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenText(Secret);

/// Why a text is no token. It never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenTextError {
    /// It does not look like one.
    #[error("this is not a token: one is `dos_` and 49 letters and digits; copy it whole")]
    Shape,
    /// It looks like one, but its checksum says that it was altered or cut.
    #[error("this token was mistyped or altered: its checksum does not fit; copy it again")]
    Checksum,
}

impl TokenText {
    /// The text that holds these 256 random bits, which must come from a source fit for secrets.
    #[must_use]
    pub fn from_random(bits: [u8; 32]) -> Self {
        Self(random_text::write(PREFIX, bits))
    }

    /// Reads what was presented.
    ///
    /// # Errors
    /// [`TokenTextError`], before anybody looks into a database.
    pub fn parse(text: &str) -> Result<Self, TokenTextError> {
        random_text::read(PREFIX, text).map(Self).map_err(|broken| match broken {
            Broken::Shape => TokenTextError::Shape,
            Broken::Checksum => TokenTextError::Checksum,
        })
    }

    /// SHA-256 of the whole text: what is stored, and looked up by.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(self.0.expose().as_bytes())
    }

    /// The text itself, for the one who asked for the token, once.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_reads_back_and_its_parts_have_their_lengths() {
        for bits in [[0; 32], [255; 32], [7; 32]] {
            let token = TokenText::from_random(bits);
            assert_eq!(token.expose().len(), 53);
            assert_eq!(TokenText::parse(token.expose()), Ok(token.clone()));
            assert_eq!(token.digest(), Digest::of(token.expose().as_bytes()));
        }
        assert!(TokenText::from_random([0; 32]).expose().starts_with(&format!("dos_{}", "0".repeat(43))));
    }

    #[test]
    fn different_bits_give_different_texts() {
        let mut seen = std::collections::BTreeSet::new();
        for place in 0..256 {
            let mut bits = [0; 32];
            bits[place / 8] = 1 << (place % 8);
            assert!(seen.insert(TokenText::from_random(bits).expose().to_owned()));
        }
    }

    #[test]
    fn a_single_wrong_letter_is_found_before_any_look_up() {
        let text = TokenText::from_random([9; 32]).expose().to_owned();
        for place in PREFIX.len()..text.len() {
            let mut letters = text.clone().into_bytes();
            letters[place] = if letters[place] == b'x' { b'y' } else { b'x' };
            let altered = String::from_utf8(letters).unwrap();
            assert_eq!(TokenText::parse(&altered), Err(TokenTextError::Checksum), "{place}");
        }
    }

    #[test]
    fn other_texts_are_refused_by_their_shape() {
        let good = TokenText::from_random([9; 32]).expose().to_owned();
        for text in ["", "dos_", "ghp_abc", &good[1..], &good[..52], &format!("{good}0"), &good.replace("dos_", "DOS_"), &"é".repeat(26)] {
            assert_eq!(TokenText::parse(text), Err(TokenTextError::Shape), "{text}");
        }
    }

    #[test]
    fn debug_shows_nothing_of_it() {
        let token = TokenText::from_random([9; 32]);
        let shown = format!("{token:?} {:?} {}", TokenText::parse("dos_secret"), TokenTextError::Checksum);
        assert!(!shown.contains(&token.expose()[4..10]) && !shown.contains("dos_secret"), "{shown}");
    }
}
