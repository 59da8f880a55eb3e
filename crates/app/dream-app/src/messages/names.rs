//! What senders of messages are called, remembered for a moment: most messages come from the same few, and each would wait for the disk
//! until what was read of its sender is known to be on it.

use crate::{AppError, Op};
use dream_id::{OrgId, PersonId};
use dream_store::people;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a name counts as known. People are named anew when they accept an invitation, and hardly ever else.
const KNOWN_FOR: Duration = Duration::from_secs(5);
/// How many names are remembered at most.
const MOST: usize = 10_000;

/// The names that were read lately.
#[derive(Default)]
pub(crate) struct Names(Mutex<HashMap<(OrgId, PersonId), (String, Instant)>>);

impl Names {
    /// What each of `persons` is called. Somebody whom the organisation does not know is left out.
    pub(super) async fn of(op: &Op, persons: BTreeSet<PersonId>) -> Result<BTreeMap<PersonId, String>, AppError> {
        if persons.is_empty() {
            return Ok(BTreeMap::new());
        }
        let (org, names) = (op.org()?, op.app().names());
        let (mut known, unknown) = names.known(org, persons, Instant::now());
        if !unknown.is_empty() {
            let read = people::names(&mut op.read().await?, org, &unknown).await?;
            names.remember(org, &read, Instant::now());
            known.extend(read);
        }
        Ok(known)
    }

    fn known(&self, org: OrgId, persons: BTreeSet<PersonId>, now: Instant) -> (BTreeMap<PersonId, String>, Vec<PersonId>) {
        let names = self.locked();
        let (mut known, mut unknown) = (BTreeMap::new(), Vec::new());
        for person in persons {
            match names.get(&(org, person)) {
                Some((name, read)) if now.duration_since(*read) < KNOWN_FOR => drop(known.insert(person, name.clone())),
                _ => unknown.push(person),
            }
        }
        (known, unknown)
    }

    fn remember(&self, org: OrgId, read: &BTreeMap<PersonId, String>, now: Instant) {
        let mut names = self.locked();
        if names.len() + read.len() > MOST {
            names.clear();
        }
        names.extend(read.iter().map(|(person, name)| ((org, *person), (name.clone(), now))));
    }

    fn locked(&self) -> MutexGuard<'_, HashMap<(OrgId, PersonId), (String, Instant)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_id::TypedId as _;

    #[test]
    fn a_name_is_known_for_a_moment_and_in_its_own_organisation_alone() {
        let (org, other) = (OrgId::from_parts(1, [1; 10]), OrgId::from_parts(2, [2; 10]));
        let (ann, ben) = (PersonId::from_parts(3, [3; 10]), PersonId::from_parts(4, [4; 10]));
        let (names, now) = (Names::default(), Instant::now());
        let read = BTreeMap::from([(ann, "Ann".to_owned())]);
        names.remember(org, &read, now);
        let asked = BTreeSet::from([ann, ben]);
        assert_eq!(names.known(org, asked.clone(), now), (read, vec![ben]));
        assert_eq!(names.known(other, asked.clone(), now), (BTreeMap::new(), vec![ann, ben]));
        assert_eq!(names.known(org, asked, now + KNOWN_FOR), (BTreeMap::new(), vec![ann, ben]));
    }
}
