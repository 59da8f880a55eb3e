//! Which lanes are being worked on, and whose turn it is.

use dream_app::deliveries::Turns;
use dream_id::OrgId;
use dream_store::deliveries::DueLane;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many lanes are worked on at once.
const MOST: usize = 64;
/// How many of them belong to one sender: one whose receivers are slow must not take every place.
const MOST_OF_SENDER: usize = 8;
/// How many of them belong to one organisation: one for which much waits must not take every place either.
const MOST_OF_ORG: usize = 48;

/// The lanes that are being worked on.
#[derive(Default)]
pub(super) struct Busy(Mutex<Places>);

#[derive(Default)]
struct Places {
    lanes: BTreeSet<String>,
    senders: BTreeMap<String, usize>,
    orgs: BTreeMap<OrgId, usize>,
    /// Who was given the first place by the last look that gave any.
    after: Option<OrgId>,
    /// Whether the present look has given one.
    given: bool,
}

impl Busy {
    fn places(&self) -> MutexGuard<'_, Places> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a place for a lane. False when it has one, or there is none for it.
    pub(super) fn begin(&self, lane: &DueLane) -> bool {
        let mut places = self.places();
        let of_sender = places.senders.get(&lane.sender).copied().unwrap_or(0);
        let of_org = places.orgs.get(&lane.org).copied().unwrap_or(0);
        let full = places.lanes.len() >= MOST || of_sender >= MOST_OF_SENDER || of_org >= MOST_OF_ORG;
        if full || !places.lanes.insert(lane.lane.clone()) {
            return false;
        }
        places.senders.insert(lane.sender.clone(), of_sender + 1);
        places.orgs.insert(lane.org, of_org + 1);
        if !places.given {
            (places.given, places.after) = (true, Some(lane.org));
        }
        true
    }

    /// Gives the place of a lane back.
    pub(super) fn end(&self, lane: &DueLane) {
        let mut places = self.places();
        if places.lanes.remove(&lane.lane) {
            one_less(&mut places.senders, &lane.sender);
            one_less(&mut places.orgs, &lane.org);
        }
    }

    /// Whether there is no place left.
    pub(super) fn is_full(&self) -> bool {
        self.places().lanes.len() >= MOST
    }

    /// Whose turn it is in the look that begins now, and who has all their places.
    pub(super) fn turns(&self) -> Turns {
        let mut places = self.places();
        places.given = false;
        let busy_senders = places.senders.iter().filter(|(_, count)| **count >= MOST_OF_SENDER).map(|(sender, _)| sender.clone());
        let busy_orgs = places.orgs.iter().filter(|(_, count)| **count >= MOST_OF_ORG).map(|(org, _)| *org);
        Turns { after: places.after, busy_orgs: busy_orgs.collect(), busy_senders: busy_senders.collect() }
    }
}

/// One place less; nothing is remembered of who has none.
fn one_less<K: Ord + Clone>(counts: &mut BTreeMap<K, usize>, key: &K) {
    let left = counts.get(key).copied().unwrap_or(0).saturating_sub(1);
    if left == 0 {
        counts.remove(key);
    } else {
        counts.insert(key.clone(), left);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_id::TypedId;

    fn org(number: u8) -> OrgId {
        OrgId::from_parts(u64::from(number), [number; 10])
    }

    fn lane(name: &str, sender: &str, of: u8) -> DueLane {
        DueLane { lane: name.to_owned(), org: org(of), sender: sender.to_owned(), added: 1 }
    }

    #[test]
    fn one_sender_never_takes_every_place() {
        let busy = Busy::default();
        let begun = (0..100).filter(|n| busy.begin(&lane(&format!("slow/{n}"), "slow", 1))).count();
        assert_eq!((begun, busy.turns().busy_senders), (MOST_OF_SENDER, vec!["slow".to_owned()]));
        assert!(busy.begin(&lane("other/1", "other", 1)));
        assert!(!busy.begin(&lane("other/1", "other", 1)), "a lane is worked on once at a time");
        busy.end(&lane("slow/0", "slow", 1));
        assert!(busy.turns().busy_senders.is_empty());
    }

    #[test]
    fn one_organisation_never_takes_every_place_and_two_share_them() {
        let busy = Busy::default();
        let noisy = |n: usize| lane(&format!("noisy/{n}"), &format!("noisy/{n}"), 1);
        assert_eq!((0..100).filter(|n| busy.begin(&noisy(*n))).count(), MOST_OF_ORG);
        assert_eq!((busy.turns().busy_orgs, busy.is_full()), (BTreeSet::from([org(1)]), false));
        let quiet = |n: usize| lane(&format!("quiet/{n}"), &format!("quiet/{n}"), 2);
        assert_eq!((0..100).filter(|n| busy.begin(&quiet(*n))).count(), MOST - MOST_OF_ORG);
        assert!(busy.is_full());
        // The next look begins behind whoever had the first place of the last one.
        assert_eq!(busy.turns().after, Some(org(2)));
        busy.end(&noisy(0));
        assert!(busy.turns().busy_orgs.is_empty());
        assert!(busy.begin(&noisy(200)) && busy.turns().after == Some(org(1)));
    }
}
