//! Discord's ids: milliseconds since 2015 and a counter.

use dream_clock::Timestamp;

/// The first moment of 2015, in milliseconds since 1970.
const EPOCH_MS: u64 = 1_420_070_400_000;

/// Gives ids that grow.
#[derive(Debug, Default)]
pub(crate) struct Snowflakes {
    last: u64,
}

impl Snowflakes {
    pub(crate) fn next(&mut self, now: Timestamp) -> String {
        let fresh = now.unix_ms().saturating_sub(EPOCH_MS) << 22;
        // A clock that stands still, or goes back, must not give an id twice.
        self.last = fresh.max(self.last + 1);
        self.last.to_string()
    }
}
