//! How many tool calls there were, by how they ended.

use std::sync::atomic::{AtomicU64, Ordering};

/// How a tool call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was refused, or failed.
    Failed,
    /// A call of another server's tool was denied.
    Denied,
    /// A call of another server's tool waits for people.
    Waiting,
    /// A call of another server's tool was allowed.
    Allowed,
}

impl Outcome {
    /// Every outcome, in the order of [`Counters`].
    const ALL: [Self; 5] = [Self::Done, Self::Failed, Self::Denied, Self::Waiting, Self::Allowed];

    /// Its word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Denied => "denied",
            Self::Waiting => "waiting",
            Self::Allowed => "allowed",
        }
    }
}

/// The tool calls of this process.
#[derive(Debug, Default)]
pub struct Counters([AtomicU64; Outcome::ALL.len()]);

impl Counters {
    pub(super) fn count(&self, outcome: Outcome) {
        if let Some(place) = Outcome::ALL.iter().zip(&self.0).find_map(|(one, place)| (*one == outcome).then_some(place)) {
            place.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn all(&self) -> Vec<(Outcome, u64)> {
        Outcome::ALL.into_iter().zip(&self.0).map(|(outcome, place)| (outcome, place.load(Ordering::Relaxed))).collect()
    }
}
