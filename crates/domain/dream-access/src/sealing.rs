//! Sealing: secrets encrypted for storage, so that whoever reads the database alone reads nothing.
//!
//! AES-256 in Galois counter mode (NIST SP 800-38D) with random 96-bit nonces. The context is authenticated and not stored: what was sealed
//! for one place cannot be opened at another. The keys for sealing and for tags are derived from one key by HMAC-SHA-256.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hmac::{self, HMAC_SHA256};
use data_encoding::HEXLOWER_PERMISSIVE;
use dream_ledger::Digest;
use dream_secret::Secret;
use std::fmt;
use zeroize::Zeroizing;

/// The first byte of everything that is sealed this way.
const FORMAT: u8 = 1;
/// How many bytes name the key.
const MARK: usize = 8;

/// The key that an installation's secrets are sealed with. It cannot be printed or serialised.
pub struct SealingKey {
    sealing: LessSafeKey,
    tags: hmac::Key,
    mark: [u8; MARK],
}

/// Why something could not be sealed or opened. None of it repeats a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealingError {
    /// The text is no key.
    #[error("a sealing key is 64 hexadecimal digits: make one with `openssl rand -hex 32`")]
    NoKey,
    /// It was sealed with another key.
    #[error(
        "it was sealed with another key: start the server with the sealing key that was in use when the secret was set, or set it anew"
    )]
    OtherKey,
    /// It was altered, moved, or is nothing that was sealed.
    #[error("it was altered in the database or moved there from another place: set the secret anew")]
    Altered,
    /// The cipher failed: a defect of this program.
    #[error("sealing failed; report this as a defect")]
    Failed,
}

impl SealingKey {
    /// The key that these 256 random bits are, which must come from a source fit for secrets.
    ///
    /// # Errors
    /// [`SealingError::Failed`] when the cipher takes no such key.
    pub fn from_random(bits: &[u8; 32]) -> Result<Self, SealingError> {
        let root = hmac::Key::new(HMAC_SHA256, bits);
        let derived = |label: &[u8]| hmac::sign(&root, label);
        let sealing = derived(b"dreamos sealing 1");
        let sealing = UnboundKey::new(&AES_256_GCM, sealing.as_ref()).map_err(|_| SealingError::Failed)?;
        let mut mark = [0; MARK];
        for (to, from) in mark.iter_mut().zip(derived(b"dreamos mark 1").as_ref()) {
            *to = *from;
        }
        let tags = hmac::Key::new(HMAC_SHA256, derived(b"dreamos tags 1").as_ref());
        Ok(Self { sealing: LessSafeKey::new(sealing), tags, mark })
    }

    /// Reads a key: 64 hexadecimal digits, with white space around them.
    ///
    /// # Errors
    /// [`SealingError::NoKey`] when it is none.
    pub fn parse(text: &Secret) -> Result<Self, SealingError> {
        let decoded = HEXLOWER_PERMISSIVE.decode(text.expose().trim().as_bytes()).map_err(|_| SealingError::NoKey)?;
        let decoded = Zeroizing::new(decoded);
        let bits = <&[u8; 32]>::try_from(decoded.as_slice()).map_err(|_| SealingError::NoKey)?;
        Self::from_random(bits)
    }

    /// The text of the key that these 256 random bits are, for its file.
    #[must_use]
    pub fn text_of(bits: &[u8; 32]) -> Secret {
        Secret::new(HEXLOWER_PERMISSIVE.encode(bits))
    }

    /// What tells this key from others, and nothing else about it.
    #[must_use]
    pub fn mark(&self) -> String {
        HEXLOWER_PERMISSIVE.encode(&self.mark)
    }

    /// `secret`, sealed for the place that `context` names, under a random `nonce` that is used once.
    ///
    /// # Errors
    /// [`SealingError::Failed`].
    pub fn seal(&self, context: &str, nonce: [u8; NONCE_LEN], secret: &Secret) -> Result<Vec<u8>, SealingError> {
        let mut sealed = Zeroizing::new(secret.expose().as_bytes().to_vec());
        let place = Nonce::assume_unique_for_key(nonce);
        self.sealing.seal_in_place_append_tag(place, Aad::from(context), &mut *sealed).map_err(|_| SealingError::Failed)?;
        Ok([&[FORMAT][..], &self.mark, &nonce, &sealed].concat())
    }

    /// What was sealed for the place that `context` names.
    ///
    /// # Errors
    /// [`SealingError::OtherKey`] or [`SealingError::Altered`].
    pub fn open(&self, context: &str, sealed: &[u8]) -> Result<Secret, SealingError> {
        let (format, rest) = sealed.split_first().ok_or(SealingError::Altered)?;
        let (mark, rest) = rest.split_first_chunk::<MARK>().ok_or(SealingError::Altered)?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE_LEN>().ok_or(SealingError::Altered)?;
        if *format != FORMAT {
            return Err(SealingError::Altered);
        }
        if *mark != self.mark {
            return Err(SealingError::OtherKey);
        }
        let mut bytes = Zeroizing::new(rest.to_vec());
        let place = Nonce::assume_unique_for_key(*nonce);
        let opened = self.sealing.open_in_place(place, Aad::from(context), &mut bytes).map_err(|_| SealingError::Altered)?;
        let text = std::str::from_utf8(opened).map_err(|_| SealingError::Altered)?;
        Ok(Secret::new(text))
    }

    /// By what two equal secrets are known as equal, where the secret itself must not stand: nobody without the key can guess at it.
    #[must_use]
    pub fn tag(&self, secret: &Secret) -> Digest {
        Digest::of(hmac::sign(&self.tags, secret.expose().as_bytes()).as_ref())
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealingKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(bits: u8) -> SealingKey {
        SealingKey::from_random(&[bits; 32]).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_at_its_place_with_its_key_alone() {
        let secret = Secret::new("a token that nobody may read");
        let sealed = key(1).seal("org_1/secret/discord", [3; 12], &secret).unwrap();
        assert_eq!(key(1).open("org_1/secret/discord", &sealed), Ok(secret.clone()));
        assert_eq!(key(1).open("org_2/secret/discord", &sealed), Err(SealingError::Altered), "moved to another organisation");
        assert_eq!(key(2).open("org_1/secret/discord", &sealed), Err(SealingError::OtherKey));
        assert!(!sealed.windows(5).any(|bytes| bytes == b"token"));
        for place in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[place] ^= 1;
            assert!(key(1).open("org_1/secret/discord", &altered).is_err(), "byte {place}");
            assert!(key(1).open("org_1/secret/discord", &sealed[..place]).is_err(), "cut at {place}");
        }
    }

    #[test]
    fn a_key_is_read_as_it_was_written_and_shows_nothing() {
        let text = SealingKey::text_of(&[7; 32]);
        let read = SealingKey::parse(&Secret::new(format!("{}\n", text.expose()))).unwrap();
        assert_eq!(read.mark(), key(7).mark());
        assert_ne!(read.mark(), key(8).mark());
        assert!(!format!("{read:?}").contains(&text.expose()[..6]));
        for wrong in ["", "07", &"zz".repeat(32), &"07".repeat(33)] {
            assert_eq!(SealingKey::parse(&Secret::new(wrong)).unwrap_err(), SealingError::NoKey, "{wrong}");
        }
    }

    #[test]
    fn tags_tell_secrets_apart_and_need_the_key() {
        let (one, other) = (Secret::new("one"), Secret::new("other"));
        assert_eq!(key(1).tag(&one), key(1).tag(&one));
        assert_ne!(key(1).tag(&one), key(1).tag(&other));
        assert_ne!(key(1).tag(&one), key(2).tag(&one));
    }
}
