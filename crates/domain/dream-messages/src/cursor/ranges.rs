//! The pending places of a cursor, in order, as ranges that share their fate.

use super::Places;
use dream_clock::Timestamp;
use std::sync::Arc;

/// Places delivered together, as long as nothing parts them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) first: u64,
    pub(super) last: u64,
    pub(super) attempt: u32,
    /// When the state began.
    pub(super) since: Timestamp,
    /// The deadline of the holder, or the moment of the next delivery.
    pub(super) until: Timestamp,
    pub(super) state: State,
    /// See [`Places::copy`].
    pub(super) copy: bool,
    /// Of a dead letter that is replayed, the deliveries it had before: they are over, and do not count towards its last one again.
    pub(super) before: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    /// In the hands of somebody.
    Held(Arc<str>),
    /// Waiting for the next delivery.
    Waiting,
}

/// Ranges in ascending order that do not overlap.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Ranges(Vec<Range>);

impl Range {
    pub(super) fn places(&self) -> Places {
        Places { first: self.first, last: self.last, attempt: self.attempt, copy: self.copy }
    }

    /// How many deliveries count.
    pub(super) fn deliveries(&self) -> u32 {
        self.attempt.saturating_sub(self.before)
    }

    fn is_like(&self, other: &Self) -> bool {
        let fate = |range: &Self| (range.attempt, range.since, range.until, range.copy, range.before);
        fate(self) == fate(other) && self.state == other.state
    }

    fn part(&self, first: u64, last: u64) -> Option<Self> {
        (first <= last).then(|| Self { first, last, ..self.clone() })
    }
}

impl Ranges {
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = &Range> {
        self.0.iter()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Range> {
        self.0.iter_mut()
    }

    /// Keeps what `keep` says, which may change it.
    pub(super) fn retain(&mut self, keep: impl FnMut(&mut Range) -> bool) {
        self.0.retain_mut(keep);
    }

    pub(super) fn count(&self) -> u64 {
        self.0.iter().map(|range| range.last - range.first + 1).sum()
    }

    /// The first pending place whose message is the channel's own.
    pub(super) fn first_in_channel(&self) -> Option<u64> {
        self.0.iter().find(|range| !range.copy).map(|range| range.first)
    }

    /// Where the range of `place` is, or would be.
    fn index(&self, place: u64) -> Result<usize, usize> {
        let index = self.0.partition_point(|range| range.last < place);
        if self.0.get(index).is_some_and(|range| range.first <= place) { Ok(index) } else { Err(index) }
    }

    pub(super) fn find(&self, place: u64) -> Option<&Range> {
        self.index(place).ok().and_then(|index| self.0.get(index))
    }

    /// Adds a range after all others; it joins the last one where they share their fate.
    pub(super) fn push(&mut self, range: Range) {
        match self.0.last_mut() {
            Some(before) if before.last + 1 == range.first && before.is_like(&range) => before.last = range.last,
            _ => self.0.push(range),
        }
    }

    /// Adds a range where no other is.
    pub(super) fn insert(&mut self, range: Range) {
        if let Err(index) = self.index(range.first) {
            self.0.insert(index, range);
        }
    }

    /// Takes `place` out of its range.
    pub(super) fn remove(&mut self, place: u64) {
        self.replace(place, None);
    }

    /// Gives `place` a range of its own, changed by `change`.
    pub(super) fn change(&mut self, place: u64, change: impl FnOnce(&mut Range)) {
        let Some(found) = self.find(place) else { return };
        let mut changed = Range { first: place, last: place, ..found.clone() };
        change(&mut changed);
        self.replace(place, Some(changed));
    }

    fn replace(&mut self, place: u64, by: Option<Range>) {
        let Ok(index) = self.index(place) else { return };
        let Some(found) = self.0.get_mut(index) else { return };
        // The common case, acknowledgements in order: the range only gets shorter.
        if by.is_none() && found.first == place && found.last > place {
            found.first += 1;
            return;
        }
        let before = place.checked_sub(1).and_then(|last| found.part(found.first, last));
        let after = found.part(place + 1, found.last);
        self.0.splice(index..=index, before.into_iter().chain(by).chain(after));
    }

    /// Gives up to `most` places that wait and are due to `holder`, until `until`.
    pub(super) fn take_due(&mut self, now: Timestamp, until: Timestamp, most: u64, holder: &Arc<str>) -> Vec<Places> {
        let (mut taken, mut left, mut index) = (Vec::new(), most, 0);
        while left > 0 {
            let Some(range) = self.0.get_mut(index) else { break };
            index += 1;
            if range.state != State::Waiting || range.until > now {
                continue;
            }
            let rest = range.part(range.first.saturating_add(left), range.last);
            range.last = range.last.min(range.first.saturating_add(left - 1));
            (range.since, range.until, range.state) = (now, until, State::Held(Arc::clone(holder)));
            range.attempt = range.attempt.saturating_add(1);
            let places = range.places();
            left -= places.len();
            taken.push(places);
            if let Some(rest) = rest {
                self.0.insert(index, rest);
            }
        }
        taken
    }

    /// Removes what is up to `through` and no copy; returns it.
    pub(super) fn remove_through(&mut self, through: u64) -> Vec<Places> {
        let mut removed = Vec::new();
        self.0.retain_mut(|range| {
            if range.copy || range.first > through {
                return true;
            }
            removed.push(Places { last: range.last.min(through), ..range.places() });
            range.first = through + 1;
            range.first <= range.last
        });
        removed
    }
}
