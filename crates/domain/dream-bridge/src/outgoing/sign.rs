//! Signing, by Standard Webhooks 1.0 (`v1`: HMAC-SHA256 over `id.timestamp.body`).

use crate::mac;
use dream_clock::Timestamp;
use dream_secret::Secret;

/// The secrets of an endpoint: one, or two while the receiver changes over.
#[derive(Debug, Clone)]
pub struct SigningKeys {
    /// The newest.
    pub newest: Secret,
    /// The one being replaced.
    pub replaced: Option<Secret>,
}

/// The headers of a signed request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// `webhook-id`: the same over all tries, so that receivers know a repetition.
    pub id: String,
    /// `webhook-timestamp`: seconds since 1970, of this try.
    pub timestamp: String,
    /// `webhook-signature`: a signature per secret, separated by blanks.
    pub signature: String,
}

/// The headers for `body`. `None` when a secret is not of 24 to 64 bytes in base64 after `whsec_`, or the id holds a dot.
#[must_use]
pub fn sign(keys: &SigningKeys, id: &str, now: Timestamp, body: &[u8]) -> Option<Signed> {
    if id.is_empty() || id.contains('.') {
        return None;
    }
    let timestamp = now.micros().div_euclid(1_000_000).to_string();
    let one = |secret: &Secret| {
        let key = mac::standard_key(secret)?;
        let signature = mac::sign(&key, &[id.as_bytes(), b".", timestamp.as_bytes(), b".", body]);
        Some(format!("v1,{}", mac::base64(&signature)))
    };
    let mut signatures = vec![one(&keys.newest)?];
    if let Some(replaced) = &keys.replaced {
        signatures.push(one(replaced)?);
    }
    Some(Signed { id: id.to_owned(), timestamp, signature: signatures.join(" ") })
}

impl SigningKeys {
    /// A secret of these random bytes.
    #[must_use]
    pub fn secret_from(random: [u8; 32]) -> Secret {
        Secret::new(format!("whsec_{}", mac::base64(&random)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_those_the_specification_publishes() {
        let now = |seconds: i64| Timestamp::from_micros(seconds * 1_000_000 + 999_999);
        let keys = |newest: &str, replaced: Option<&str>| SigningKeys { newest: Secret::new(newest), replaced: replaced.map(Secret::new) };
        let (old, new) = ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
        let signed = sign(
            &keys(new, None),
            "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
            now(1_649_367_553),
            br#"{"email":"test@example.com","username":"test_user"}"#,
        );
        assert_eq!(signed.unwrap().signature, "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=");
        let both = sign(&keys(new, Some(old)), "msg_p5jXN8AQM9LWM0D4loKWxJek", now(1_614_265_330), br#"{"test": 2432232314}"#).unwrap();
        assert!(both.signature.ends_with(" v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="), "{}", both.signature);
        assert_eq!(both.timestamp, "1614265330");
        for (secret, id) in [("whsec_c2hvcnQ=", "msg_1"), ("whsec_!", "msg_1"), (new, "msg.1"), (new, "")] {
            assert_eq!(sign(&keys(secret, None), id, now(0), b""), None, "{id}");
        }
        assert!(sign(&keys(SigningKeys::secret_from([7; 32]).expose(), None), "a", now(0), b"").is_some());
    }
}
