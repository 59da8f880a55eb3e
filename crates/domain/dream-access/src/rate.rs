//! Rate limits by the generic cell rate algorithm (ITU-T I.371, virtual scheduling): the whole state is one time.

use dream_clock::Timestamp;
use std::time::Duration;

/// How many requests are let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    quota: u32,
    window: Duration,
}

/// The answer to one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateDecision {
    /// It may pass.
    Allowed {
        /// The state to keep: the theoretical arrival time of the next request.
        next: Timestamp,
        /// How many more could pass right now.
        remaining: u32,
        /// After how long, without further requests, the whole quota is there again.
        reset: Duration,
    },
    /// It may not; the state stays as it was.
    Limited {
        /// After how long the next one may pass.
        retry_after: Duration,
        /// After how long, without further requests, the whole quota is there again.
        reset: Duration,
    },
}

impl Rate {
    /// `quota` requests at once, and `quota` more spread evenly over each `window`. Both are at least 1 (microsecond per request).
    #[must_use]
    pub fn new(quota: u32, window: Duration) -> Self {
        let quota = quota.max(1);
        Self { quota, window: window.max(Duration::from_micros(u64::from(quota))) }
    }

    /// The quota: `q` of the `RateLimit-Policy` header.
    #[must_use]
    pub fn quota(&self) -> u32 {
        self.quota
    }

    /// The window in whole seconds, rounded up: `w` of the `RateLimit-Policy` header.
    #[must_use]
    pub fn window_secs(&self) -> u64 {
        self.window.as_secs() + u64::from(self.window.subsec_nanos() > 0)
    }

    /// Answers a request at `now`; `state` is what the last allowed one left, `None` at first.
    ///
    /// A state further ahead than any request could have left it means that the clock was set back: it is taken as an
    /// exhausted quota, so that nobody waits for longer than one window.
    #[must_use]
    pub fn check(&self, state: Option<Timestamp>, now: Timestamp) -> RateDecision {
        let interval = self.interval();
        let capacity = interval.saturating_mul(self.quota);
        let arrival = state.unwrap_or(now).clamp(now, now.plus(capacity));
        let next = arrival.plus(interval);
        let ahead = next.since(now);
        if ahead > capacity {
            return RateDecision::Limited { retry_after: ahead.saturating_sub(capacity), reset: arrival.since(now) };
        }
        let remaining = capacity.saturating_sub(ahead).as_micros() / interval.as_micros().max(1);
        RateDecision::Allowed { next, remaining: u32::try_from(remaining).unwrap_or(u32::MAX), reset: ahead }
    }

    /// The time between two requests at the steady rate, in whole microseconds.
    fn interval(&self) -> Duration {
        let micros = self.window.as_micros() / u128::from(self.quota);
        Duration::from_micros(u64::try_from(micros).unwrap_or(u64::MAX))
    }
}
