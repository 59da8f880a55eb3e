//! Refused requests within ten minutes: Discord bans an address at 10,000.

use crate::discord::limits;
use dream_clock::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;

const MINUTE: Duration = Duration::from_mins(1);
/// Ten whole minutes and the one that is running.
const MINUTES: i64 = 11;
/// We stop well before the ban: other programs may send from the same address.
const GUARD: u32 = limits::INVALID_PER_TEN_MINUTES / 2;

/// How many requests were refused in which minute.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Invalid(BTreeMap<i64, u32>);

impl Invalid {
    pub(super) fn count(&mut self, now: Timestamp) {
        let minute = minute(now);
        self.0.retain(|each, _| *each > minute - MINUTES);
        let count = self.0.entry(minute).or_default();
        *count = count.saturating_add(1);
    }

    pub(super) fn within(&self, now: Timestamp) -> u32 {
        self.0.range(minute(now) - MINUTES + 1..).map(|(_, count)| *count).sum()
    }

    /// Until when nothing may be sent: when the oldest counted minute no longer counts.
    pub(super) fn guarded(&self, now: Timestamp) -> Option<Timestamp> {
        if self.within(now) < GUARD {
            return None;
        }
        let oldest = self.0.range(minute(now) - MINUTES + 1..).next().map(|(minute, _)| *minute)?;
        Some(Timestamp::from_micros((oldest + MINUTES).saturating_mul(60_000_000)).max(now.plus(Duration::from_secs(1))))
    }
}

fn minute(at: Timestamp) -> i64 {
    at.micros().div_euclid(i64::try_from(MINUTE.as_micros()).unwrap_or(i64::MAX))
}
