//! Texts that are secrets by their randomness: a prefix, 43 characters of base62 that hold 256 random bits, and 6 of a CRC-32 over
//! all before them.
//!
//! The prefix lets scanners of leaked secrets find them; the checksum lets a mistyped or made-up text be refused before any database
//! look-up. The server keeps SHA-256 of the whole text and looks it up by that: with 256 random bits there is nothing to guess, so no
//! slow hash is needed, and as the look-up compares digests of what was presented, its timing tells nothing of a text that is not
//! already known.

use dream_ledger::Digest;
use dream_secret::Secret;

const BODY: usize = 43;
const CHECK: usize = 6;
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Why a text is none of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// It does not look like one.
    Shape,
    /// It looks like one, but its checksum does not fit.
    Checksum,
}

/// The text that holds these 256 random bits after `prefix`.
pub(crate) fn write(prefix: &str, bits: [u8; 32]) -> Secret {
    let mut text = String::with_capacity(prefix.len() + BODY + CHECK);
    text.push_str(prefix);
    push_base62::<BODY>(&mut text, &mut bits.map(u32::from));
    let check = crc32(text.as_bytes());
    push_base62::<CHECK>(&mut text, &mut check.to_be_bytes().map(u32::from));
    Secret::new(text)
}

/// Reads what was presented.
pub(crate) fn read(prefix: &str, text: &str) -> Result<Secret, Broken> {
    let body = text.strip_prefix(prefix).ok_or(Broken::Shape)?;
    if body.len() != BODY + CHECK || !body.bytes().all(|letter| letter.is_ascii_alphanumeric()) {
        return Err(Broken::Shape);
    }
    let (signed, check) = text.split_at_checked(prefix.len() + BODY).ok_or(Broken::Shape)?;
    let mut expected = String::with_capacity(CHECK);
    push_base62::<CHECK>(&mut expected, &mut crc32(signed.as_bytes()).to_be_bytes().map(u32::from));
    if expected == check { Ok(Secret::new(text)) } else { Err(Broken::Checksum) }
}

/// What a one-time link's address holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkText(Secret);

/// What the cookie of a session holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionText(Secret);

macro_rules! texts {
    ($($name:ident = $prefix:literal;)*) => {$(
        impl $name {
            /// The text that holds these 256 random bits, which must come from a source fit for secrets.
            #[must_use]
            pub fn from_random(bits: [u8; 32]) -> Self {
                Self(write($prefix, bits))
            }

            /// Reads what was presented; `None` for what cannot be one, before anybody looks into a database.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                read($prefix, text).ok().map(Self)
            }

            /// SHA-256 of the whole text: what is stored, and looked up by.
            #[must_use]
            pub fn digest(&self) -> Digest {
                Digest::of(self.0.expose().as_bytes())
            }

            /// The text itself, for the one it is made for, once.
            #[must_use]
            pub fn expose(&self) -> &str {
                self.0.expose()
            }
        }
    )*};
}

texts! {
    LinkText = "dsl_";
    SessionText = "dss_";
}

impl SessionText {
    /// The text that every changing request of this session must carry besides the cookie (against cross-site request forgery): it can
    /// be computed only from what the cookie holds, which no other site and no script can read, so it needs no place to be kept.
    #[must_use]
    pub fn csrf_token(&self) -> Secret {
        let digest = Digest::of(format!("dreamos csrf\n{}", self.0.expose()).as_bytes());
        Secret::new(digest.to_string().trim_start_matches("sha256:"))
    }

    /// Whether `sent` is this session's [`SessionText::csrf_token`]. Digests are compared, so that timing tells nothing.
    #[must_use]
    pub fn has_csrf_token(&self, sent: &str) -> bool {
        Digest::of(sent.as_bytes()) == Digest::of(self.csrf_token().expose().as_bytes())
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
    fn the_checksum_is_the_common_crc() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn texts_of_one_kind_are_none_of_another() {
        let (link, session) = (LinkText::from_random([3; 32]), SessionText::from_random([3; 32]));
        assert_eq!(LinkText::parse(link.expose()), Some(link.clone()));
        assert_eq!(SessionText::parse(session.expose()), Some(session.clone()));
        assert_eq!((LinkText::parse(session.expose()), SessionText::parse(link.expose())), (None, None));
        assert_ne!(link.digest(), session.digest());
        assert!(!format!("{link:?}{session:?}").contains(&link.expose()[4..10]));
    }

    #[test]
    fn the_csrf_token_belongs_to_one_session_and_does_not_show_it() {
        let (one, other) = (SessionText::from_random([3; 32]), SessionText::from_random([4; 32]));
        assert!(one.has_csrf_token(one.csrf_token().expose()));
        assert!(!one.has_csrf_token(other.csrf_token().expose()) && !one.has_csrf_token(""));
        assert_eq!(one.csrf_token().expose().len(), 64);
        assert_ne!(one.csrf_token().expose(), one.digest().to_string().trim_start_matches("sha256:"));
    }
}
