//! What is heard of an agent while it works: counted without a lock, since ten thousand updates come in a second.

use dream_clock::Timestamp;
use std::sync::atomic::{AtomicI64, AtomicU32, AtomicU64, Ordering};

/// When one was last heard of, and what it has used.
#[derive(Debug, Default)]
pub struct Activity {
    beat: AtomicI64,
    progress: AtomicI64,
    /// Questions of it that are still open: while it waits for us it is not stuck.
    waiting: AtomicU32,
    /// Those of them that people answer.
    asked_people: AtomicU32,
    updates: AtomicU64,
    tokens: AtomicU64,
    cost_micros: AtomicU64,
}

/// A question of an agent that is open until this is dropped.
#[derive(Debug)]
pub(crate) struct Waiting<'a> {
    activity: &'a Activity,
    for_people: bool,
}

impl Activity {
    /// Notes that it said something.
    pub(crate) fn beat(&self, now: Timestamp) {
        self.beat.fetch_max(now.micros(), Ordering::Relaxed);
        self.updates.fetch_add(1, Ordering::Relaxed);
    }

    /// Notes that it got on with its work.
    pub(crate) fn progress(&self, now: Timestamp) {
        self.beat.fetch_max(now.micros(), Ordering::Relaxed);
        self.progress.fetch_max(now.micros(), Ordering::Relaxed);
    }

    /// Notes that it waits for an answer of ours.
    pub(crate) fn wait(&self) -> Waiting<'_> {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        Waiting { activity: self, for_people: false }
    }

    /// Notes that it waits for people.
    pub(crate) fn wait_for_people(&self) -> Waiting<'_> {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        self.asked_people.fetch_add(1, Ordering::Relaxed);
        Waiting { activity: self, for_people: true }
    }

    /// Notes what a call to a model used.
    pub(super) fn used(&self, tokens: u64) {
        self.tokens.fetch_add(tokens, Ordering::Relaxed);
    }

    /// Notes what the work has cost so far, in millionths of a US dollar: what was called by us, or what an agent says of itself.
    pub(super) fn spent(&self, cost_micros: u64) {
        self.cost_micros.fetch_max(cost_micros, Ordering::Relaxed);
    }

    /// When it last said anything; `None` when it never did.
    #[must_use]
    pub fn beat_at(&self) -> Option<Timestamp> {
        at(&self.beat)
    }

    /// When it last got on with its work; `None` when it never did.
    #[must_use]
    pub fn progress_at(&self) -> Option<Timestamp> {
        at(&self.progress)
    }

    /// Whether it waits for an answer of ours.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) > 0
    }

    /// Whether it waits for people.
    #[must_use]
    pub fn waits_for_people(&self) -> bool {
        self.asked_people.load(Ordering::Relaxed) > 0
    }

    /// How many updates it has told.
    #[must_use]
    pub fn updates(&self) -> u64 {
        self.updates.load(Ordering::Relaxed)
    }

    /// Tokens that models read and wrote for it, and what they cost in millionths of a US dollar.
    #[must_use]
    pub fn usage(&self) -> (u64, u64) {
        (self.tokens.load(Ordering::Relaxed), self.cost_micros.load(Ordering::Relaxed))
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.activity.waiting.fetch_sub(1, Ordering::Relaxed);
        if self.for_people {
            self.activity.asked_people.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

fn at(micros: &AtomicI64) -> Option<Timestamp> {
    Some(micros.load(Ordering::Relaxed)).filter(|micros| *micros > 0).map(Timestamp::from_micros)
}
