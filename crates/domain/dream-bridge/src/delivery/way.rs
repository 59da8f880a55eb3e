//! Ways of sending, and what each lets us know afterwards.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How a delivery is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// As a bot: a nonce makes a repetition within [`NONCE_WINDOW`] the same message, and past it the channel can be read.
    Bot,
    /// By a chat webhook: what was sent cannot be looked up, and a repetition is a second message.
    Webhook,
    /// By an outgoing webhook: the receiver knows a repetition by its id.
    Outgoing,
}

/// For how long a nonce is enforced, as we count on it: Discord says a few minutes.
pub const NONCE_WINDOW: Duration = Duration::from_mins(2);
/// For how long a delivery is tried before it is a dead letter.
pub const MOST_AGE: Duration = Duration::from_hours(24);
/// The longest pause between two tries.
pub const BACKOFF_LONGEST: Duration = Duration::from_mins(5);

/// The pause after the try number `tries` (from 1): doubling from a second to [`BACKOFF_LONGEST`], and up to a quarter more by chance.
#[must_use]
pub fn backoff(tries: u32, random: u64) -> Duration {
    let doubled = Duration::from_secs(1_u64 << tries.saturating_sub(1).min(10));
    let wait = doubled.min(BACKOFF_LONGEST);
    let quarter = u64::try_from(wait.as_millis() / 4).unwrap_or(u64::MAX).max(1);
    wait + Duration::from_millis(random % quarter)
}
