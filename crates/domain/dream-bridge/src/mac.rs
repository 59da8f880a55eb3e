//! Message authentication codes and comparisons that take the same time whatever they find.

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER_PERMISSIVE};
use dream_ledger::Digest;
use dream_secret::Secret;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

fn keyed(key: &[u8], parts: &[&[u8]]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    for part in parts {
        mac.update(part);
    }
    Some(mac)
}

/// HMAC-SHA256 over the parts in order.
pub(crate) fn sign(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    keyed(key, parts).map(|mac| mac.finalize().into_bytes().to_vec()).unwrap_or_default()
}

/// Whether `signature` is the HMAC-SHA256 of the parts, compared in constant time.
pub(crate) fn verifies(key: &[u8], parts: &[&[u8]], signature: &[u8]) -> bool {
    keyed(key, parts).is_some_and(|mac| mac.verify_slice(signature).is_ok())
}

/// Whether two texts are the same. Their digests are compared: how long that takes tells nothing about the texts.
pub(crate) fn same_text(left: &str, right: &str) -> bool {
    Digest::of(left.as_bytes()) == Digest::of(right.as_bytes())
}

/// The bytes of a text in hexadecimal, either case.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes()).ok()
}

/// The bytes of a text in base64, with or without padding.
pub(crate) fn unbase64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    BASE64.decode(text.as_bytes()).ok().or_else(|| BASE64_NOPAD.decode(text.trim_end_matches('=').as_bytes()).ok())
}

/// The bytes of a text in the base64 of addresses, without padding.
pub(crate) fn unbase64url(text: &str) -> Option<Vec<u8>> {
    BASE64URL_NOPAD.decode(text.as_bytes()).ok()
}

/// Bytes in the base64 of addresses, without padding.
pub(crate) fn base64url(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

/// Bytes in base64 with padding.
pub(crate) fn base64(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

/// The key bytes of a Standard Webhooks secret: base64 after `whsec_`; between 24 and 64 bytes.
pub(crate) fn standard_key(secret: &Secret) -> Option<Vec<u8>> {
    let text = secret.expose();
    let key = unbase64(text.strip_prefix("whsec_").unwrap_or(text))?;
    (24..=64).contains(&key.len()).then_some(key)
}

/// Whether `signature` is the Ed25519 signature of `message` under the 32 bytes of `public_key` (RFC 8032).
pub(crate) fn ed25519_verifies(public_key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    aws_lc_rs::signature::UnparsedPublicKey::new(&aws_lc_rs::signature::ED25519, public_key).verify(message, signature).is_ok()
}
