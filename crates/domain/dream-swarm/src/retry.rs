//! How often a task is tried again, and after how long.

use crate::TaskRefusal;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The most attempts a policy may allow.
const MOST_ATTEMPTS: u32 = 100;
/// The longest wait a policy may ask for.
const LONGEST: Duration = Duration::from_hours(24 * 7);

/// How often a task is tried again after a failed attempt, and after how long: exponential backoff with jitter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetryPolicy {
    /// How many attempts there may be, the first one included: 1 to 100.
    pub max_attempts: u32,
    /// The wait after the first failure, in milliseconds; it doubles with each further one.
    pub backoff_ms: u64,
    /// The longest wait, in milliseconds.
    pub longest_ms: u64,
}

impl Default for RetryPolicy {
    /// Three attempts, one second after the first failure, five minutes at most.
    fn default() -> Self {
        Self { max_attempts: 3, backoff_ms: 1_000, longest_ms: 300_000 }
    }
}

impl RetryPolicy {
    /// One attempt and no more.
    #[must_use]
    pub const fn never() -> Self {
        Self { max_attempts: 1, backoff_ms: 0, longest_ms: 0 }
    }

    /// The policy, if its numbers can be used.
    ///
    /// # Errors
    /// [`TaskRefusal::Retry`] for none or more than 100 attempts, or a wait of more than a week.
    pub fn checked(self) -> Result<Self, TaskRefusal> {
        let longest = u64::try_from(LONGEST.as_millis()).unwrap_or(u64::MAX);
        let fits = (1..=MOST_ATTEMPTS).contains(&self.max_attempts) && self.backoff_ms <= longest && self.longest_ms <= longest;
        if fits { Ok(self) } else { Err(TaskRefusal::Retry { most: MOST_ATTEMPTS }) }
    }

    /// How long to wait after `failures` in a row. `jitter` is a random number: half of the wait is fixed, the other half random, so that
    /// what failed together does not come back together.
    #[must_use]
    pub fn wait(&self, failures: u32, jitter: u16) -> Duration {
        let doublings = failures.saturating_sub(1).min(40);
        let full = self.backoff_ms.saturating_mul(1_u64 << doublings).min(self.longest_ms).saturating_mul(1_000);
        let random = u128::from(full / 2) * u128::from(jitter) / u128::from(u16::MAX);
        Duration::from_micros(full - full / 2 + u64::try_from(random).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_jitter_takes_up_to_half() {
        let policy = RetryPolicy::default();
        for (failures, seconds) in [(1, 1), (2, 2), (3, 4), (8, 128), (9, 256), (10, 300), (4_000_000_000, 300)] {
            assert_eq!(policy.wait(failures, u16::MAX), Duration::from_secs(seconds), "{failures}");
            assert_eq!(policy.wait(failures, 0), Duration::from_secs(seconds) / 2, "{failures}");
        }
        assert_eq!(RetryPolicy::never().wait(1, 7), Duration::ZERO);
    }

    #[test]
    fn numbers_that_cannot_be_used_are_refused() {
        let usual = RetryPolicy::default();
        for (policy, fits) in [
            (usual, true),
            (RetryPolicy::never(), true),
            (RetryPolicy { max_attempts: 0, ..usual }, false),
            (RetryPolicy { max_attempts: 101, ..usual }, false),
            (RetryPolicy { longest_ms: u64::MAX, ..usual }, false),
        ] {
            assert_eq!(policy.checked().is_ok(), fits, "{policy:?}");
        }
    }
}
