//! Order: within one lane nothing overtakes.

use super::Delivery;
use std::collections::BTreeSet;

/// A delivery and its place: the lane (a destination, or a thread in it) and its number in the order in which they were queued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting<'d> {
    /// Where it goes.
    pub lane: &'d str,
    /// Its number.
    pub number: u64,
    /// The delivery.
    pub delivery: &'d Delivery,
}

/// The heads of the lanes, by number: of each lane the first delivery that has not ended. Whoever sends asks each for its
/// [`Delivery::effect`]; what is behind a head waits for it. What is unknown and cannot be looked up has ended as far as order goes.
#[must_use]
pub fn ready<'d>(queue: &[Waiting<'d>]) -> Vec<Waiting<'d>> {
    let mut sorted: Vec<Waiting<'d>> = queue.iter().filter(|waiting| waiting.delivery.is_open()).copied().collect();
    sorted.sort_by_key(|waiting| waiting.number);
    let mut lanes = BTreeSet::new();
    sorted.retain(|waiting| lanes.insert(waiting.lane));
    sorted
}
