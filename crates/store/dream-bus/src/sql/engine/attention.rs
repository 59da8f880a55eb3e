//! Where to look for what a consumer can be given: hints, which a transaction checks.

use super::FetchJob;
use crate::BusError;
use dream_clock::Timestamp;
use std::{
    collections::{HashSet, VecDeque},
    time::Instant,
};

/// What is remembered of a consumer that is being read.
pub(super) struct Attention {
    /// Channels of orders that may have something, and the others.
    orders: VecDeque<u32>,
    others: VecDeque<u32>,
    known: HashSet<u32>,
    /// Whether any channel at all may have something.
    pub(super) scan: bool,
    /// When something changes by itself, at the earliest.
    pub(super) due: Option<Timestamp>,
    /// Readers, in the order of their coming.
    pub(super) waiting: VecDeque<FetchJob>,
    /// Whether nothing can be given before something is settled or due.
    pub(super) blocked: bool,
    /// When it is looked at next although nothing happened, at the latest.
    pub(super) watched: Option<Instant>,
}

impl Default for Attention {
    /// Of a consumer of which nothing is known.
    fn default() -> Self {
        Self {
            orders: VecDeque::new(),
            others: VecDeque::new(),
            known: HashSet::new(),
            scan: true,
            due: None,
            waiting: VecDeque::new(),
            blocked: false,
            watched: None,
        }
    }
}

impl Attention {
    /// The channel may have something.
    pub(super) fn ready(&mut self, channel: u32, first: bool) {
        if first {
            self.blocked = false;
        }
        if self.known.insert(channel) {
            let queue = if first { &mut self.orders } else { &mut self.others };
            queue.push_back(channel);
        }
    }

    /// Up to `most` channels that may have something, orders first; they count as looked at.
    pub(super) fn take_ready(&mut self, most: usize) -> Vec<u32> {
        let mut taken = Vec::new();
        while taken.len() < most
            && let Some(channel) = self.orders.pop_front().or_else(|| self.others.pop_front())
        {
            self.known.remove(&channel);
            taken.push(channel);
        }
        taken
    }

    /// Whether any channel is known to have something.
    pub(super) fn has_ready(&self) -> bool {
        !self.known.is_empty()
    }

    /// Something may have changed anywhere.
    pub(super) fn look_again(&mut self) {
        (self.scan, self.blocked) = (true, false);
    }

    /// What is due can be delivered.
    pub(super) fn look_if_due(&mut self, now: Timestamp) {
        if self.due.is_some_and(|due| due <= now) {
            self.due = None;
            self.look_again();
        }
    }

    /// Whether a transaction would find something to do.
    pub(super) fn wants_round(&self) -> bool {
        !self.waiting.is_empty() && !self.blocked && (self.scan || self.has_ready())
    }

    /// Something changes by itself at `due`.
    pub(super) fn changes_at(&mut self, due: Option<Timestamp>) {
        self.due = self.due.into_iter().chain(due).min();
    }

    /// Answers those who waited long enough.
    pub(super) fn end_late(&mut self, now: Instant) {
        while let Some(late) = self.waiting.iter().position(|job| job.until <= now) {
            if let Some(job) = self.waiting.remove(late) {
                job.answer(Ok(Vec::new()));
            }
        }
    }

    /// Answers everybody with an error.
    pub(super) fn fail(&mut self, error: &BusError) {
        self.waiting.drain(..).for_each(|job| job.answer(Err(error.clone())));
    }
}
