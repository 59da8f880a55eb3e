//! How long a message waits before it is delivered again.

use std::time::Duration;

/// Doubles from `base` to `max` with each attempt; a random half of it is jitter, so that what failed together does not come back together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// After the first attempt.
    pub base: Duration,
    /// Never more than this.
    pub max: Duration,
}

impl Backoff {
    /// The wait after attempt number `attempt` (from 1): between half and all of `base · 2^(attempt-1)`, at most `max`. `bits` are random.
    #[must_use]
    pub fn wait(self, attempt: u32, bits: u32) -> Duration {
        let doubled = self.base.saturating_mul(1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX));
        let whole = doubled.min(self.max);
        let half = whole / 2;
        let share = u64::try_from(half.as_micros()).unwrap_or(u64::MAX);
        let jitter = u128::from(share) * u128::from(bits) / u128::from(u32::MAX);
        half + Duration::from_micros(u64::try_from(jitter).unwrap_or(share))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_most_and_half_of_each_is_jitter() {
        let backoff = Backoff { base: Duration::from_secs(1), max: Duration::from_mins(1) };
        let check = |attempt, whole: u64| {
            assert_eq!(backoff.wait(attempt, 0), Duration::from_millis(whole * 500), "{attempt}");
            assert_eq!(backoff.wait(attempt, u32::MAX), Duration::from_secs(whole), "{attempt}");
            let middle = backoff.wait(attempt, u32::MAX / 3);
            assert!(middle > Duration::from_millis(whole * 500) && middle < Duration::from_secs(whole), "{attempt}");
        };
        for (attempt, whole) in [(0, 1), (1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (40, 60), (u32::MAX, 60)] {
            check(attempt, whole);
        }
    }
}
