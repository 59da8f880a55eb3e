//! A key as it is kept: one line of text, sealed by whoever stores it.

use super::{Key, Kind, Proof};
use crate::mac;
use dream_ledger::Digest;
use dream_secret::Secret;

const SHARED: &str = "shared:";
const HASHED: &str = "hashed:";

impl Key {
    /// The key that proves what `proof` asks for, by `secret`: where it is merely shown in an address, its digest alone.
    #[must_use]
    pub fn of(proof: &Proof, secret: &Secret) -> Self {
        match proof {
            Proof::Path => Self::Hashed(Digest::of(secret.expose().as_bytes())),
            Proof::Signature { .. } | Proof::Header { .. } | Proof::Basic { .. } | Proof::Bearer => Self::Shared(secret.clone()),
        }
    }

    /// The line that it is kept as.
    #[must_use]
    pub fn to_kept(&self) -> Secret {
        Secret::new(match self {
            Self::Shared(secret) => format!("{SHARED}{}", secret.expose()),
            Self::Hashed(digest) => format!("{HASHED}{digest}"),
            Self::Public(key) => format!("public:{}", data_encoding::HEXLOWER.encode(key)),
        })
    }

    /// The key that was kept as `line`; `None` when it is none.
    #[must_use]
    pub fn from_kept(line: &Secret) -> Option<Self> {
        let line = line.expose();
        if let Some(secret) = line.strip_prefix(SHARED) {
            return Some(Self::Shared(Secret::new(secret)));
        }
        if let Some(digest) = line.strip_prefix(HASHED) {
            return digest.parse().ok().map(Self::Hashed);
        }
        let public = mac::unhex(line.strip_prefix("public:")?)?;
        public.try_into().ok().map(Self::Public)
    }
}

/// The secret of a source that these 256 random bits make, in the shape that its vendor's senders take.
#[must_use]
pub fn secret_from_random(kind: Kind, proof: &Proof, bits: [u8; 32]) -> Secret {
    match (kind, proof) {
        (Kind::StandardWebhooks | Kind::Gitlab, Proof::Signature { .. }) => Secret::new(format!("whsec_{}", mac::base64(&bits))),
        _ => Secret::new(data_encoding::HEXLOWER.encode(&bits)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_were_kept() {
        let keys = [Key::Shared(Secret::new("shared:hashed: x")), Key::Hashed(Digest::of(b"x")), Key::Public([7; 32])];
        for key in keys {
            assert_eq!(Key::from_kept(&key.to_kept()), Some(key));
        }
        for line in ["", "x", "hashed:", "hashed:x", "public:07"] {
            assert_eq!(Key::from_kept(&Secret::new(line)), None, "{line}");
        }
        let secret = Secret::new("in the address");
        assert_eq!(Key::of(&Proof::Path, &secret), Key::Hashed(Digest::of(b"in the address")));
        assert!(!Key::of(&Proof::Path, &secret).to_kept().expose().contains("address"));
    }

    #[test]
    fn secrets_have_the_shape_that_their_senders_take() {
        let standard = secret_from_random(Kind::StandardWebhooks, &Proof::signature(), [1; 32]);
        assert!(mac::standard_key(&standard).is_some_and(|key| key == [1; 32]));
        assert_eq!(secret_from_random(Kind::Github, &Proof::signature(), [1; 32]).expose().len(), 64);
    }
}
