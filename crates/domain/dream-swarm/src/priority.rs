//! How urgent a task is, and the order that follows from it.

use dream_clock::Timestamp;
use dream_words::words;
use std::time::Duration;

words! {
    /// How urgent a task is, least first.
    Priority ("priority") {
        /// When nothing else is to be done.
        Low = "low",
        /// As usual.
        Normal = "normal",
        /// Before usual work.
        High = "high",
        /// Before everything.
        Critical = "critical",
    }
}

impl Priority {
    /// How much later a task of low priority may become ready than one of this priority and still come first: so that a low one is only
    /// ever passed for a time, and never starves.
    #[must_use]
    pub const fn head_start(self) -> Duration {
        match self {
            Self::Low => Duration::ZERO,
            Self::Normal => Duration::from_mins(30),
            Self::High => Duration::from_hours(2),
            Self::Critical => Duration::from_hours(12),
        }
    }

    /// The place in the order of claiming, lowest first, of a task that became ready at `ready_at`, in microseconds.
    #[must_use]
    pub fn rank(self, ready_at: Timestamp) -> i64 {
        let head_start = i64::try_from(self.head_start().as_micros()).unwrap_or(i64::MAX);
        ready_at.micros().saturating_sub(head_start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_urgent_come_first_and_the_rest_never_starve() {
        let now = Timestamp::from_micros(0);
        assert!(Priority::ALL.iter().rev().map(|priority| priority.rank(now)).is_sorted());
        for urgent in Priority::ALL {
            let later = now.plus(Priority::Critical.head_start()).plus(Duration::from_secs(1));
            assert!(Priority::Low.rank(now) < urgent.rank(later), "{urgent} passes a low task for ever");
        }
    }
}
