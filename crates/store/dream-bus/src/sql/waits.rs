//! Waiting in this process until something happens, or the time is over.

use super::shared::Shared;
use std::time::{Duration, Instant};

/// Where other processes publish, too, those who wait look by timer as well: a process that dies may tell nobody.
const LOOK_ANYWAY: Duration = Duration::from_secs(5);

/// A wait with an end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wait {
    until: Instant,
}

impl Wait {
    pub(crate) fn of(timeout: Duration) -> Self {
        let now = Instant::now();
        Self { until: now.checked_add(timeout).unwrap_or(now) }
    }

    pub(crate) fn until(self) -> Instant {
        self.until
    }

    /// Waits for `event`; false when the time is over or all waits have ended.
    pub(crate) async fn for_event(self, shared: &Shared, event: impl Future<Output = ()>) -> bool {
        let left = self.until.saturating_duration_since(Instant::now());
        let mut ended = shared.ended.subscribe();
        if left.is_zero() || *ended.borrow_and_update() {
            return false;
        }
        let nap = if shared.is_shared() { left.min(LOOK_ANYWAY) } else { left };
        tokio::select! {
            () = event => true,
            // There is an end, or nobody left to say so.
            _ = ended.changed() => false,
            () = tokio::time::sleep(nap) => true,
        }
    }
}
