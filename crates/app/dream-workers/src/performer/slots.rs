//! Which attempts a process works on, and which rest after work on them ended early.

use dream_clock::Timestamp;
use dream_id::AttemptId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The first rest; each further one in a row is twice as long.
const FIRST_REST: Duration = Duration::from_secs(1);
/// How often the rest doubles: the longest is about a minute.
const DOUBLINGS: u32 = 6;

/// The slots of one process.
#[derive(Debug)]
pub(super) struct Slots {
    size: usize,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    busy: BTreeSet<AttemptId>,
    resting: BTreeMap<AttemptId, Rest>,
}

#[derive(Debug, Clone, Copy)]
struct Rest {
    failures: u32,
    until: Timestamp,
}

impl Slots {
    pub(super) fn new(size: usize) -> Self {
        Self { size, state: Mutex::default() }
    }

    /// Takes a slot for `attempt`, unless it has one, none is free, or it rests at `now`.
    pub(super) fn take(&self, attempt: AttemptId, now: Timestamp) -> bool {
        let mut state = self.state();
        let rests = state.resting.get(&attempt).is_some_and(|rest| now < rest.until);
        !rests && state.busy.len() < self.size && state.busy.insert(attempt)
    }

    /// Gives the slot of `attempt` back: its work came to an end, or is not ours.
    pub(super) fn give_back(&self, attempt: AttemptId) {
        let mut state = self.state();
        state.busy.remove(&attempt);
        state.resting.remove(&attempt);
    }

    /// Gives the slot of `attempt` back after its work ended early: it rests from `now`, longer each time in a row.
    pub(super) fn rest(&self, attempt: AttemptId, now: Timestamp) {
        let mut state = self.state();
        state.busy.remove(&attempt);
        let failures = state.resting.get(&attempt).map_or(0, |rest| rest.failures.saturating_add(1));
        let until = now.plus(FIRST_REST.saturating_mul(1 << failures.min(DOUBLINGS)));
        state.resting.insert(attempt, Rest { failures, until });
    }

    /// Gives the slot of `attempt` back until `wait` is over: somebody outside asked for the time.
    pub(super) fn wait(&self, attempt: AttemptId, now: Timestamp, wait: Duration) {
        let mut state = self.state();
        state.busy.remove(&attempt);
        state.resting.insert(attempt, Rest { failures: 0, until: now.plus(wait) });
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_id::TypedId as _;

    fn attempt(number: u8) -> AttemptId {
        AttemptId::from_parts(0, [number; 10])
    }

    #[test]
    fn an_attempt_has_one_slot_and_there_are_no_more_than_given() {
        let (slots, now) = (Slots::new(2), Timestamp::from_micros(0));
        assert!(slots.take(attempt(1), now) && !slots.take(attempt(1), now));
        assert!(slots.take(attempt(2), now) && !slots.take(attempt(3), now));
        slots.give_back(attempt(1));
        assert!(slots.take(attempt(3), now));
    }

    #[test]
    fn work_that_keeps_ending_early_rests_longer_each_time_up_to_a_minute() {
        let slots = Slots::new(1);
        let mut now = Timestamp::from_micros(0);
        for seconds in [1, 2, 4, 8, 16, 32, 64, 64] {
            assert!(slots.take(attempt(1), now));
            slots.rest(attempt(1), now);
            let before = now.plus(Duration::from_millis(1_000 * seconds - 1));
            assert!(!slots.take(attempt(1), before), "{seconds}");
            assert!(slots.take(attempt(2), before), "others are not held up");
            slots.give_back(attempt(2));
            now = now.plus(Duration::from_secs(seconds));
        }
        assert!(slots.take(attempt(1), now));
        slots.give_back(attempt(1));
        slots.rest(attempt(1), now);
        assert!(slots.take(attempt(1), now.plus(FIRST_REST)), "work that went well forgets what was");
    }
}
