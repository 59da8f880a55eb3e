//! Signing interactions as Discord does: Ed25519 over the time and the body.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use data_encoding::HEXLOWER;
use serde_json::Value;

/// The key of a fake's application.
pub struct Signer(Ed25519KeyPair);

/// An interaction as it is sent to an application's endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedRequest {
    /// `X-Signature-Ed25519`.
    pub signature: String,
    /// `X-Signature-Timestamp`.
    pub timestamp: String,
    /// The body.
    pub body: String,
}

impl Signer {
    /// The key of this seed; `None` never happens for 32 bytes.
    pub(crate) fn of(seed: &[u8; 32]) -> Option<Self> {
        Ed25519KeyPair::from_seed_unchecked(seed).ok().map(Self)
    }

    /// The public key in hexadecimal, as an application's page shows it.
    #[must_use]
    pub fn public_key(&self) -> String {
        HEXLOWER.encode(self.0.public_key().as_ref())
    }

    /// The request that carries `interaction`, signed at this second.
    #[must_use]
    pub fn sign(&self, interaction: &Value, seconds: i64) -> SignedRequest {
        let (timestamp, body) = (seconds.to_string(), interaction.to_string());
        let signature = self.0.sign(format!("{timestamp}{body}").as_bytes());
        SignedRequest { signature: HEXLOWER.encode(signature.as_ref()), timestamp, body }
    }

    /// What Discord sends to see whether an endpoint checks: a ping whose signature is of something else.
    #[must_use]
    pub fn forged(&self, seconds: i64) -> SignedRequest {
        let right = self.sign(&serde_json::json!({"type": 1}), seconds);
        let other = self.sign(&serde_json::json!({"type": 1, "forged": true}), seconds);
        SignedRequest { signature: other.signature, ..right }
    }
}
