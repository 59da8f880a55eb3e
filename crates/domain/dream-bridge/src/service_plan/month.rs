//! The month in which something is counted.

use dream_clock::Timestamp;
use std::fmt;
use std::time::Duration;

/// A month of UTC: every organisation's month turns at the same moment, wherever its people are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    year: i16,
    number: i8,
    days: u8,
    ends: Timestamp,
}

impl Month {
    /// The month that `at` lies in.
    #[must_use]
    pub fn of(at: Timestamp) -> Self {
        let zoned = jiff::Timestamp::from_microsecond(at.micros()).unwrap_or_default().to_zoned(jiff::tz::TimeZone::UTC);
        let date = zoned.date();
        let next = date.last_of_month().tomorrow().ok().and_then(|first| first.to_zoned(jiff::tz::TimeZone::UTC).ok());
        // After the last day that can be written there is no next month; what is held until then is held for good.
        let ends = next.map_or(Timestamp::from_micros(i64::MAX), |next| Timestamp::from_micros(next.timestamp().as_microsecond()));
        Self { year: date.year(), number: date.month(), days: date.days_in_month().unsigned_abs(), ends }
    }

    /// When the next month begins.
    #[must_use]
    pub const fn ends(&self) -> Timestamp {
        self.ends
    }

    /// How long it is.
    #[must_use]
    pub const fn length(&self) -> Duration {
        Duration::from_secs(self.days as u64 * 86_400)
    }

    /// How long after `now` the next month begins.
    #[must_use]
    pub fn left(&self, now: Timestamp) -> Duration {
        self.ends.since(now)
    }
}

impl fmt::Display for Month {
    /// As it is counted under: `2026-11`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.number)
    }
}
