//! How long a server that was lost is left alone.

use crate::ToolLimits;
use std::time::Duration;
use tokio::time::Instant;

/// How long a server must have been reached for its next loss to count as its first.
const STEADY: Duration = Duration::from_mins(1);

/// The rests between two starts: each twice as long as the one before.
#[derive(Debug)]
pub(crate) struct Backoff {
    first: Duration,
    longest: Duration,
    next: Duration,
    reached: Option<Instant>,
}

impl Backoff {
    pub(crate) fn new(limits: &ToolLimits) -> Self {
        Self { first: limits.first_rest, longest: limits.longest_rest, next: limits.first_rest, reached: None }
    }

    /// It was reached now.
    pub(crate) fn reached(&mut self) {
        self.reached.get_or_insert_with(Instant::now);
    }

    /// How long to rest now.
    pub(crate) fn next(&mut self) -> Duration {
        if self.reached.take().is_some_and(|since| since.elapsed() >= STEADY) {
            self.next = self.first;
        }
        let rest = self.next;
        self.next = rest.saturating_mul(2).min(self.longest);
        rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn rests_grow_until_a_server_was_steady() {
        let seconds = Duration::from_secs;
        let mut backoff = Backoff::new(&ToolLimits { first_rest: seconds(1), longest_rest: seconds(5), ..ToolLimits::default() });
        let rests: Vec<Duration> = (0..5).map(|_| backoff.next()).collect();
        assert_eq!(rests, [1, 2, 4, 5, 5].map(seconds));
        backoff.reached();
        assert_eq!(backoff.next(), seconds(5), "it was lost at once");
        backoff.reached();
        tokio::time::advance(STEADY).await;
        assert_eq!(backoff.next(), seconds(1));
    }
}
