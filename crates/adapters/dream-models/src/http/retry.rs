//! Whether a failed attempt is made again at once, and after how long a wait.

use crate::Limits;
use dream_ports::ModelError;
use std::time::Duration;

/// The wait before the next attempt after `made` attempts; `None` when the caller must decide: what may have cost something is never sent
/// again from here. The wait doubles with each attempt and is spread over its second half by `random`, so that callers who failed together
/// do not return together; it is never shorter than what the provider asks for.
pub(super) fn wait(limits: &Limits, made: u32, error: &ModelError, random: u32) -> Option<Duration> {
    if made >= limits.attempts || !error.is_retryable() || error.may_have_cost() {
        return None;
    }
    let longest = Duration::from_millis(limits.longest_wait_ms);
    let doubled = limits.backoff_ms.saturating_mul(1_u64.checked_shl(made.saturating_sub(1)).unwrap_or(u64::MAX));
    let step = Duration::from_millis(doubled).min(longest);
    let spread = step.mul_f64(0.5 + 0.5 * f64::from(random) / f64::from(u32::MAX));
    let wait = spread.max(error.retry_after().unwrap_or_default());
    (wait <= longest).then_some(wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limited(seconds: Option<u64>) -> ModelError {
        let retry_after = seconds.map(Duration::from_secs);
        ModelError::RateLimited { provider: "p".to_owned(), message: String::new(), retry_after }
    }

    fn check(made: u32, error: &ModelError, random: u32, expected_ms: Option<u64>) {
        let limits = Limits { attempts: 10, backoff_ms: 1_000, longest_wait_ms: 30_000, ..Limits::default() };
        assert_eq!(wait(&limits, made, error, random), expected_ms.map(Duration::from_millis), "{made} {error}");
    }

    #[test]
    fn waits_double_within_their_limit_and_are_spread() {
        for (made, low, high) in [(1, 500, 1_000), (2, 1_000, 2_000), (5, 8_000, 16_000), (6, 15_000, 30_000), (9, 15_000, 30_000)] {
            check(made, &limited(None), 0, Some(low));
            check(made, &limited(None), u32::MAX, Some(high));
        }
        check(10, &limited(None), 0, None);
    }

    #[test]
    fn the_provider_is_never_asked_earlier_than_it_says_and_not_waited_for_too_long() {
        check(1, &limited(Some(7)), 0, Some(7_000));
        check(1, &limited(Some(30)), u32::MAX, Some(30_000));
        check(1, &limited(Some(31)), 0, None);
    }

    /// Trap 18: what may have been paid for is not sent again out of the same reservation.
    #[test]
    fn nothing_that_may_have_cost_is_sent_again() {
        let provider = || "p".to_owned();
        let unavailable = |status| ModelError::Unavailable { provider: provider(), status, message: String::new(), retry_after: None };
        check(1, &unavailable(500), 0, Some(500));
        check(1, &unavailable(503), 0, Some(500));
        check(1, &unavailable(502), 0, None);
        check(1, &unavailable(504), 0, None);
        check(1, &ModelError::Truncated { provider: provider(), received: 9, source: None }, 0, None);
        check(1, &ModelError::Empty { provider: provider(), stop_reason: String::new() }, 0, None);
        check(1, &ModelError::BadRequest { provider: provider(), status: 400, message: String::new() }, 0, None);
    }
}
