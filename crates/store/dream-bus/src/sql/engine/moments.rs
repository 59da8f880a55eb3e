//! When the task must look at a consumer although nothing happened.

use super::Attention;
use dream_clock::Timestamp;
use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    time::{Duration, Instant},
};

/// Moments and the consumers they concern, the earliest first. Some may be out of date: looking does no harm.
#[derive(Default)]
pub(super) struct Moments(BinaryHeap<Reverse<(Instant, i64)>>);

impl Moments {
    pub(super) fn next(&self) -> Option<Instant> {
        self.0.peek().map(|Reverse((at, _))| *at)
    }

    /// Looks at `consumer` when its first reader has waited long enough, something is due, or `anyway` has passed.
    pub(super) fn watch(&mut self, consumer: i64, attention: &mut Attention, instant: Instant, now: Timestamp, anyway: Option<Duration>) {
        let Some(late) = attention.waiting.iter().map(|job| job.until).min() else { return };
        // A moment that is past and led to nothing, as with a clock that stands still, is not looked at again at once.
        let due = attention.due.map(|due| instant + due.since(now).max(Duration::from_millis(1)));
        let at = due.into_iter().chain(anyway.map(|anyway| instant + anyway)).fold(late, Instant::min);
        // It is looked at then anyway.
        if attention.watched.is_none_or(|watched| watched > at) {
            attention.watched = Some(at);
            self.0.push(Reverse((at, consumer)));
        }
    }

    /// The consumers whose moment has passed.
    pub(super) fn passed(&mut self, now: Instant) -> Vec<i64> {
        let mut passed = Vec::new();
        while self.0.peek().is_some_and(|Reverse((at, _))| *at <= now)
            && let Some(Reverse((_, consumer))) = self.0.pop()
        {
            passed.push(consumer);
        }
        passed.sort_unstable();
        passed.dedup();
        passed
    }
}
