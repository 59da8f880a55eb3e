//! Which attempts a process works on, and how long those rest whose work ended early.

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
    /// How often in a row the work on an attempt ended early.
    failures: BTreeMap<AttemptId, u32>,
}

impl Slots {
    pub(super) fn new(size: usize) -> Self {
        Self { size, state: Mutex::default() }
    }

    /// How many are free.
    pub(super) fn free(&self) -> usize {
        self.size.saturating_sub(self.state().busy.len())
    }

    /// Takes a slot for `attempt`, unless it has one. What was taken up is worked on, even when there are more of them than slots.
    pub(super) fn take(&self, attempt: AttemptId) -> bool {
        self.state().busy.insert(attempt)
    }

    /// Gives the slot of `attempt` back; whether its work came to an end.
    pub(super) fn give_back(&self, attempt: AttemptId, ended: bool) {
        let mut state = self.state();
        state.busy.remove(&attempt);
        if ended {
            state.failures.remove(&attempt);
        } else {
            let failures = state.failures.entry(attempt).or_default();
            *failures = failures.saturating_add(1);
        }
    }

    /// How long `attempt` rests if its work ends early this time: longer each time in a row.
    pub(super) fn rest(&self, attempt: AttemptId) -> Duration {
        let failures = self.state().failures.get(&attempt).copied().unwrap_or(0);
        FIRST_REST.saturating_mul(1 << failures.min(DOUBLINGS))
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
    fn an_attempt_has_one_slot() {
        let slots = Slots::new(2);
        assert!(slots.take(attempt(1)) && !slots.take(attempt(1)));
        assert_eq!(slots.free(), 1);
        assert!(slots.take(attempt(2)));
        assert_eq!(slots.free(), 0);
        slots.give_back(attempt(1), true);
        assert_eq!(slots.free(), 1);
        assert!(slots.take(attempt(1)));
    }

    #[test]
    fn work_that_keeps_ending_early_rests_longer_each_time_up_to_a_minute() {
        let slots = Slots::new(1);
        for seconds in [1, 2, 4, 8, 16, 32, 64, 64] {
            assert!(slots.take(attempt(1)));
            assert_eq!(slots.rest(attempt(1)), Duration::from_secs(seconds));
            assert_eq!(slots.rest(attempt(2)), FIRST_REST, "others are not held up");
            slots.give_back(attempt(1), false);
        }
        slots.give_back(attempt(1), true);
        assert_eq!(slots.rest(attempt(1)), FIRST_REST, "work that went well forgets what was");
    }
}
