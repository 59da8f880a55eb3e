//! How a delivery is known again (trap 47).

use dream_ledger::Digest;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long a delivery is remembered whose proof says when it was made: twice what is taken.
pub const REMEMBER_FRESH: Duration = Duration::from_mins(10);
/// How long a delivery is remembered whose signature never grows old.
pub const REMEMBER_SIGNED: Duration = Duration::from_hours(720);
/// Signed alerts without a time may rightly come again as the same bytes, though not within the shortest usual repetition (4 hours).
pub(super) const REMEMBER_REPEATED: Duration = Duration::from_hours(3);
/// Alertmanager sends the same bytes again when it retries, and as a reminder no sooner than its group interval (5 minutes).
pub(super) const REMEMBER_RETRIES: Duration = Duration::from_mins(4);
/// Standard Webhooks are retried under the same id for 75 hours and 35 minutes.
pub(super) const REMEMBER_RETRIED: Duration = Duration::from_hours(96);
/// How long a delivery id is remembered whose sender shows a secret and signs nothing.
pub(super) const REMEMBER_SHOWN: Duration = Duration::from_hours(24);

/// What a delivery is remembered by. It is a repetition when any of these was seen while it was remembered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplayKeys {
    /// The vendor's delivery id. Few vendors sign it, so it alone does not tell a replay.
    pub delivery: Option<String>,
    /// The digest of what was signed: whoever changes the id in the header still sends this.
    pub content: Option<Digest>,
    /// How long both are remembered.
    pub remember: Duration,
}

impl ReplayKeys {
    /// The texts to look up and to remember, within one source.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        let delivery = self.delivery.iter().map(|id| format!("id:{}", Digest::of(id.as_bytes()).hex()));
        delivery.chain(self.content.iter().map(|digest| format!("content:{}", digest.hex()))).collect()
    }
}
