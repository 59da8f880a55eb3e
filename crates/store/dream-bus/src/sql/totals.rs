//! What this process did, counted where it happens.

use crate::Counters;
use std::sync::{Mutex, PoisonError};

/// The totals of a process.
#[derive(Debug, Default)]
pub(crate) struct Totals(Mutex<Counters>);

impl Totals {
    /// Adds what a transaction did, once it is on disk.
    pub(crate) fn add(&self, done: &Counters) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.published += done.published;
        all.repeated += done.repeated;
        all.refused += done.refused;
        all.delivered += done.delivered;
        all.redelivered += done.redelivered;
        all.acknowledged += done.acknowledged;
        all.failed += done.failed;
        all.dead += done.dead;
        all.expired += done.expired;
        all.removed += done.removed;
    }

    /// The totals now.
    pub(crate) fn get(&self) -> Counters {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
