//! The text of a token: `dos_`, 43 characters of base62 that hold 256 random bits, and 6 of a CRC-32 over all before them.
//!
//! The prefix lets scanners of leaked secrets find it; the checksum lets a mistyped or made-up text be refused before any
//! database look-up. The server keeps SHA-256 of the whole text and looks tokens up by it: with 256 random bits there is
//! nothing to guess, so no slow hash is needed, and as the look-up compares digests of what was presented, its timing tells
//! nothing of a text that is not already known.

use dream_ledger::Digest;
use dream_secret::Secret;

const PREFIX: &str = "dos_";
const BODY: usize = 43;
const CHECK: usize = 6;
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

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
        let mut text = String::with_capacity(PREFIX.len() + BODY + CHECK);
        text.push_str(PREFIX);
        push_base62::<BODY>(&mut text, &mut bits.map(u32::from));
        let check = crc32(text.as_bytes());
        push_base62::<CHECK>(&mut text, &mut check.to_be_bytes().map(u32::from));
        Self(Secret::new(text))
    }

    /// Reads what was presented.
    ///
    /// # Errors
    /// [`TokenTextError`], before anybody looks into a database.
    pub fn parse(text: &str) -> Result<Self, TokenTextError> {
        let body = text.strip_prefix(PREFIX).ok_or(TokenTextError::Shape)?;
        if body.len() != BODY + CHECK || !body.bytes().all(|letter| letter.is_ascii_alphanumeric()) {
            return Err(TokenTextError::Shape);
        }
        let (signed, check) = text.split_at_checked(PREFIX.len() + BODY).ok_or(TokenTextError::Shape)?;
        let mut expected = String::with_capacity(CHECK);
        push_base62::<CHECK>(&mut expected, &mut crc32(signed.as_bytes()).to_be_bytes().map(u32::from));
        if expected != check {
            return Err(TokenTextError::Checksum);
        }
        Ok(Self(Secret::new(text)))
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

/// Writes the big-endian base-256 number as exactly `N` base62 digits, highest first, by long division.
fn push_base62<const N: usize>(out: &mut String, number: &mut [u32]) {
    let mut digits = [b'0'; N];
    for digit in digits.iter_mut().rev() {
        let mut rest = 0;
        for limb in number.iter_mut() {
            let value = rest << 8 | *limb;
            *limb = value / 62;
            rest = value % 62;
        }
        *digit = usize::try_from(rest).ok().and_then(|place| DIGITS.get(place)).copied().unwrap_or(b'0');
    }
    out.extend(digits.iter().copied().map(char::from));
}

/// CRC-32 as of IEEE 802.3: reflected, polynomial 0x04C11DB7.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
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
    fn the_checksum_is_the_common_crc() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
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
