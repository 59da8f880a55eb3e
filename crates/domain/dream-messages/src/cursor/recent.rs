//! The latest acknowledgements of a cursor, so that receipts of new messages can tell when and at which attempt.

use dream_clock::Timestamp;
use std::collections::VecDeque;

/// How many runs are remembered.
const MOST: usize = 32;

/// The latest acknowledgements, oldest first; those that followed each other are one run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Recent(pub(super) VecDeque<Run>);

/// Places acknowledged one after the other at the same attempt, and when the last of them was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) first: u64,
    pub(super) last: u64,
    pub(super) attempt: u32,
    pub(super) at: Timestamp,
}

impl Recent {
    pub(super) fn acknowledged(&mut self, place: u64, attempt: u32, at: Timestamp) {
        if let Some(run) = self.0.back_mut()
            && run.last.checked_add(1) == Some(place)
            && run.attempt == attempt
        {
            (run.last, run.at) = (place, at);
            return;
        }
        if self.0.len() >= MOST {
            self.0.pop_front();
        }
        self.0.push_back(Run { first: place, last: place, attempt, at });
    }

    pub(super) fn of(&self, place: u64) -> Option<(u32, Timestamp)> {
        let run = self.0.iter().rev().find(|run| (run.first..=run.last).contains(&place))?;
        Some((run.attempt, run.at))
    }
}
