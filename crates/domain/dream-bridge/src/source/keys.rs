//! The one or two keys that a source's requests are proved with.

use crate::mac;
use dream_ledger::Digest;
use dream_secret::Secret;

/// One key of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// What both sides know: it signs, or is shown.
    Shared(Secret),
    /// The SHA-256 of what the other side shows. It can be compared and cannot sign.
    Hashed(Digest),
    /// The other side's Ed25519 public key: 32 bytes.
    Public([u8; 32]),
}

/// The keys of a source: one, or two while the old one is being replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys(Vec<Key>);

/// Why keys were refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeysError {
    /// Not one, and not two.
    #[error("a source has one key, or two during rotation, and not {0}: remove the oldest first")]
    Count(usize),
    /// Shorter than 16 characters.
    #[error("a source's secret needs at least 16 characters: generate one, for example with `openssl rand -hex 32`")]
    Short,
}

impl Keys {
    /// These keys, the newest first.
    ///
    /// # Errors
    /// [`KeysError::Count`] unless there are one or two, [`KeysError::Short`] when a secret can be guessed.
    pub fn new(keys: Vec<Key>) -> Result<Self, KeysError> {
        if keys.is_empty() || keys.len() > 2 {
            return Err(KeysError::Count(keys.len()));
        }
        let short = keys.iter().any(|key| matches!(key, Key::Shared(secret) if secret.expose().len() < 16));
        if short { Err(KeysError::Short) } else { Ok(Self(keys)) }
    }

    /// Keys as a vendor or an earlier version of the rules gave them: of any length.
    ///
    /// # Errors
    /// [`KeysError::Count`] unless there are one or two.
    pub fn kept(keys: Vec<Key>) -> Result<Self, KeysError> {
        if keys.is_empty() || keys.len() > 2 { Err(KeysError::Count(keys.len())) } else { Ok(Self(keys)) }
    }

    /// The place (from 0) of the key that `shown` is or hashes to. Every key is looked at, whatever is found.
    pub(super) fn matching(&self, shown: &str) -> Option<usize> {
        self.position(|key| match key {
            Key::Shared(secret) => mac::same_text(secret.expose(), shown),
            Key::Hashed(digest) => *digest == Digest::of(shown.as_bytes()),
            Key::Public(_) => false,
        })
    }

    /// The place (from 0) of the first key for which `test` holds. Every key is tested, so that time tells nothing.
    pub(super) fn position(&self, test: impl Fn(&Key) -> bool) -> Option<usize> {
        let results: Vec<bool> = self.0.iter().map(test).collect();
        results.iter().position(|matched| *matched)
    }
}
