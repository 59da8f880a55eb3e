//! What becomes of an endpoint that does not take what it is sent.

use dream_clock::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

const HOUR: u64 = 3_600;

/// How long after one try the next one follows: ten tries in all, over 75 hours and 35 minutes. A part of each is random, see [`retry_after`].
pub const RETRIES: [Duration; 9] = [
    Duration::from_secs(5),
    Duration::from_mins(5),
    Duration::from_mins(30),
    Duration::from_secs(2 * HOUR),
    Duration::from_secs(5 * HOUR),
    Duration::from_secs(10 * HOUR),
    Duration::from_secs(14 * HOUR),
    Duration::from_secs(20 * HOUR),
    Duration::from_secs(24 * HOUR),
];
/// How long everything must have failed before an endpoint is disabled and its owner told.
pub const DISABLE_AFTER: Duration = Duration::from_secs(120 * HOUR);
/// The longest that a receiver may ask us to wait.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * HOUR);

/// How a try ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "end")]
pub enum Ended {
    /// With this status; `retry_after` as the receiver asked.
    Answered {
        /// The HTTP status.
        status: u16,
        /// `Retry-After`.
        retry_after: Option<Duration>,
    },
    /// Without an answer in time.
    Unanswered,
}

/// What follows from a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It was taken.
    Taken,
    /// It is tried again then.
    Again(Timestamp),
    /// It was tried often enough: it is a dead letter.
    GivenUp,
    /// The receiver is gone for good (410): the endpoint is disabled, and its owner told.
    Gone,
}

/// An endpoint's health.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// Since when nothing was taken.
    pub failing_since: Option<Timestamp>,
    /// Since when nothing is sent to it.
    pub disabled_at: Option<Timestamp>,
    /// When people last said that it works again, or gave it another address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mended_at: Option<Timestamp>,
}

impl Endpoint {
    /// Takes in how the try number `tries` (from 1) of a delivery ended, and says what becomes of the delivery. `random` is any number.
    pub fn ended(&mut self, ended: Ended, tries: u32, now: Timestamp, random: u64) -> Verdict {
        // A redirect is a failure: following it would leave the address that was checked.
        if matches!(ended, Ended::Answered { status: 200..=299, .. }) {
            self.failing_since = None;
            return Verdict::Taken;
        }
        let since = *self.failing_since.get_or_insert(now);
        if matches!(ended, Ended::Answered { status: 410, .. }) {
            self.disabled_at.get_or_insert(now);
            return Verdict::Gone;
        }
        if now.since(since) >= DISABLE_AFTER {
            self.disabled_at.get_or_insert(now);
        }
        let asked = match ended {
            Ended::Answered { retry_after, .. } => retry_after,
            Ended::Unanswered => None,
        };
        retry_after(tries, asked, random).map_or(Verdict::GivenUp, |wait| Verdict::Again(now.plus(wait)))
    }

    /// One of which somebody says at `now` that it works again: nothing of what was is held against it.
    #[must_use]
    pub const fn mended(now: Timestamp) -> Self {
        Self { failing_since: None, disabled_at: None, mended_at: Some(now) }
    }

    /// Whether what was last tried at `tried` need not wait for its next time, because the receiver was mended since.
    #[must_use]
    pub fn is_mended_since(&self, tried: Timestamp) -> bool {
        self.mended_at.is_some_and(|mended| mended > tried)
    }
}

/// How long after the try number `tries` (from 1) the next follows, up to a tenth more by chance, and not before the receiver asked for;
/// `None` after the last.
#[must_use]
pub fn retry_after(tries: u32, asked: Option<Duration>, random: u64) -> Option<Duration> {
    let place = usize::try_from(tries).unwrap_or(usize::MAX).saturating_sub(1);
    let wait = *RETRIES.get(place)?;
    let tenth = u64::try_from(wait.as_millis() / 10).unwrap_or(u64::MAX).max(1);
    let wait = wait + Duration::from_millis(random % tenth);
    Some(asked.map_or(wait, |asked| wait.max(asked.min(LONGEST_WAIT))))
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn answered(status: u16) -> Ended {
        Ended::Answered { status, retry_after: None }
    }

    #[test]
    fn ten_tries_over_three_days_and_then_no_more() {
        assert_eq!(RETRIES.iter().map(Duration::as_secs).sum::<u64>(), 75 * HOUR + 35 * 60 + 5);
        assert_eq!(retry_after(1, None, 0), Some(Duration::from_secs(5)));
        assert_eq!(retry_after(9, None, 0), Some(Duration::from_secs(24 * HOUR)));
        assert_eq!(retry_after(10, None, 0), None);
        assert_eq!(retry_after(1, Some(Duration::from_mins(1)), 0), Some(Duration::from_mins(1)));
        assert_eq!(retry_after(1, Some(Duration::from_secs(u64::MAX / 2)), 0), Some(LONGEST_WAIT), "nobody holds a delivery for ever");
        for random in 0..1_000 {
            let wait = retry_after(2, None, random * 7_919).unwrap();
            assert!((300.0..330.0).contains(&wait.as_secs_f64()));
        }
    }

    #[test]
    fn answers_decide_about_delivery_and_endpoint() {
        let now = Timestamp::from_micros(0);
        let cases = [
            (answered(200), true, false),
            (answered(301), false, false),
            (answered(410), false, true),
            (answered(500), false, false),
            (Ended::Unanswered, false, false),
        ];
        for (ended, taken, disabled) in cases {
            let mut endpoint = Endpoint::default();
            let verdict = endpoint.ended(ended, 1, now, 0);
            assert_eq!((verdict == Verdict::Taken, endpoint.disabled_at.is_some()), (taken, disabled), "{ended:?}");
        }
        let mut endpoint = Endpoint::default();
        assert_eq!(endpoint.ended(answered(500), 10, now, 0), Verdict::GivenUp);
        assert_eq!(endpoint.disabled_at, None, "one dead letter is no dead endpoint");
        endpoint.ended(answered(500), 1, now.plus(DISABLE_AFTER), 0);
        assert!(endpoint.disabled_at.is_some());
        let mended = now.plus(DISABLE_AFTER);
        let mut endpoint = Endpoint::mended(mended);
        assert_eq!((endpoint.failing_since, endpoint.disabled_at), (None, None));
        assert!(endpoint.is_mended_since(now) && !endpoint.is_mended_since(mended));
        endpoint.ended(answered(500), 1, mended.plus(DISABLE_AFTER), 0);
        assert_eq!(endpoint.disabled_at, None, "what was before it was mended does not count");
    }
}
