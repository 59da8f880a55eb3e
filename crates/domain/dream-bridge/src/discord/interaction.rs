//! Interactions: whether one that arrived over HTTP comes from Discord, what it asks for, and how it is answered first.

mod ask;
mod command;
mod press;
mod received;
mod reply;

pub use ask::{AgentAct, Ask, AskFault, Steer};
pub use command::{Proposes, definitions, proposes};
pub use press::{FIELD, GateAct, Press};
pub use received::{Account, Asked, CommandUse, Interaction, Received, receive};
pub use reply::{MOST_CHOICES, ONLY_ASKER, choices, deferred, only_asker, pong, said};

use crate::mac;
use dream_clock::Timestamp;
use std::time::Duration;

/// How old a signed request may be. Discord gives us three seconds to answer; more than this is a replay.
pub const TOLERANCE: Duration = Duration::from_mins(5);

/// Why an interaction was refused. The answer is always 401: Discord sends wrong signatures to see that they are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InteractionRefusal {
    /// A header is missing or has another shape.
    #[error("the request does not carry Discord's signature headers")]
    Unsigned,
    /// The signature is not of this body under the application's key.
    #[error("the signature does not match: check the application's public key")]
    Wrong,
    /// It was signed too long ago, or in the future.
    #[error("the signature is not of now: it is a replay, or a clock is wrong")]
    Stale,
}

/// Whether Discord signed this: Ed25519 over the timestamp's text and the raw body, by the application's public key in hexadecimal.
///
/// # Errors
/// [`InteractionRefusal`], each answered by 401.
pub fn verify(
    public_key: &str,
    signature: Option<&str>,
    timestamp: Option<&str>,
    body: &[u8],
    now: Timestamp,
) -> Result<(), InteractionRefusal> {
    let signature = signature.and_then(mac::unhex).filter(|bytes| bytes.len() == 64).ok_or(InteractionRefusal::Unsigned)?;
    let timestamp = timestamp.ok_or(InteractionRefusal::Unsigned)?;
    let seconds: i64 = timestamp.parse().map_err(|_| InteractionRefusal::Unsigned)?;
    let key = mac::unhex(public_key).ok_or(InteractionRefusal::Wrong)?;
    if !mac::ed25519_verifies(&key, &[timestamp.as_bytes(), body].concat(), &signature) {
        return Err(InteractionRefusal::Wrong);
    }
    let at = Timestamp::from_micros(seconds.saturating_mul(1_000_000));
    let apart = now.since(at).max(at.since(now));
    if apart > TOLERANCE { Err(InteractionRefusal::Stale) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of RFC 8032, section 7.1, test 1.
    const KEY: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    const SIGNATURE: &str =
        "1695961a47c91a1ec033b819b7e87e3dbc583dd0cee6d1fd0216f58ac87b6228ae531ddbf91fb7bc28d7edf7f08604da16f54624f38a6bc0614e4dc13cd47f0f";

    #[test]
    fn only_what_discord_signed_just_now_passes() {
        let now = |seconds: i64| Timestamp::from_micros(seconds * 1_000_000);
        let (signed, body): (i64, &[u8]) = (1_700_000_000, br#"{"type":1}"#);
        let cases = [
            (KEY, Some(SIGNATURE), Some("1700000000"), body, signed, Ok(())),
            (KEY, Some(SIGNATURE), Some("1700000000"), br#"{"type":2}"#.as_slice(), signed, Err(InteractionRefusal::Wrong)),
            (KEY, Some(SIGNATURE), Some("1700000001"), body, signed, Err(InteractionRefusal::Wrong)),
            (&KEY.replace('d', "e"), Some(SIGNATURE), Some("1700000000"), body, signed, Err(InteractionRefusal::Wrong)),
            ("no key", Some(SIGNATURE), Some("1700000000"), body, signed, Err(InteractionRefusal::Wrong)),
            (KEY, Some(&SIGNATURE[2..]), Some("1700000000"), body, signed, Err(InteractionRefusal::Unsigned)),
            (KEY, None, Some("1700000000"), body, signed, Err(InteractionRefusal::Unsigned)),
            (KEY, Some(SIGNATURE), None, body, signed, Err(InteractionRefusal::Unsigned)),
            (KEY, Some(SIGNATURE), Some("1700000000"), body, signed + 301, Err(InteractionRefusal::Stale)),
            (KEY, Some(SIGNATURE), Some("1700000000"), body, signed - 301, Err(InteractionRefusal::Stale)),
        ];
        for (key, signature, timestamp, body, at, wanted) in cases {
            assert_eq!(verify(key, signature, timestamp, body, now(at)), wanted, "{timestamp:?} at {at}");
        }
    }
}
