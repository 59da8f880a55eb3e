//! Which lanes are being worked on.

use dream_store::deliveries::DueLane;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many lanes are worked on at once.
const MOST: usize = 64;
/// How many of them belong to one sender: one whose receivers are slow must not take every place.
const MOST_OF_SENDER: usize = 8;

/// The lanes that are being worked on.
#[derive(Default)]
pub(super) struct Busy(Mutex<Places>);

#[derive(Default)]
struct Places {
    lanes: BTreeSet<String>,
    senders: BTreeMap<String, usize>,
}

impl Busy {
    fn places(&self) -> MutexGuard<'_, Places> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a place for a lane. False when it has one, or there is none.
    pub(super) fn begin(&self, lane: &DueLane) -> bool {
        let mut places = self.places();
        let of_sender = places.senders.get(&lane.sender).copied().unwrap_or(0);
        if places.lanes.len() >= MOST || of_sender >= MOST_OF_SENDER || !places.lanes.insert(lane.lane.clone()) {
            return false;
        }
        places.senders.insert(lane.sender.clone(), of_sender + 1);
        true
    }

    /// Gives the place of a lane back.
    pub(super) fn end(&self, lane: &DueLane) {
        let mut places = self.places();
        if !places.lanes.remove(&lane.lane) {
            return;
        }
        let left = places.senders.get(&lane.sender).copied().unwrap_or(0).saturating_sub(1);
        if left == 0 {
            places.senders.remove(&lane.sender);
        } else {
            places.senders.insert(lane.sender.clone(), left);
        }
    }

    /// Whether there is no place left.
    pub(super) fn is_full(&self) -> bool {
        self.places().lanes.len() >= MOST
    }

    /// The senders that have all their places.
    pub(super) fn saturated(&self) -> Vec<String> {
        self.places().senders.iter().filter(|(_, count)| **count >= MOST_OF_SENDER).map(|(sender, _)| sender.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_clock::{Frozen, Seeded, Timestamp, new_id};

    fn lane(name: &str, sender: &str) -> DueLane {
        let org = new_id(&Frozen::at(Timestamp::from_micros(0)), &Seeded::new(1));
        DueLane { lane: name.to_owned(), org, sender: sender.to_owned(), added: 1 }
    }

    #[test]
    fn one_sender_never_takes_every_place() {
        let busy = Busy::default();
        let begun = (0..100).filter(|n| busy.begin(&lane(&format!("slow/{n}"), "slow"))).count();
        assert_eq!((begun, busy.saturated()), (MOST_OF_SENDER, vec!["slow".to_owned()]));
        assert!(busy.begin(&lane("other/1", "other")));
        assert!(!busy.begin(&lane("other/1", "other")), "a lane is worked on once at a time");
        busy.end(&lane("slow/0", "slow"));
        assert!(busy.saturated().is_empty());
        let begun = (0..100).filter(|n| busy.begin(&lane(&format!("lane/{n}"), &format!("sender/{n}")))).count();
        assert!(busy.is_full() && begun < 100);
    }
}
