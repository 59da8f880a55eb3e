//! Measures write transactions: no call to the outside may stand between begin and commit.

use std::time::{Duration, Instant};

/// What takes longer is logged.
const LIMIT: Duration = Duration::from_millis(100);
/// What its caller holds for longer fails a strict test. More than the other: on a busy machine a thread may wait for its turn.
const STRICT: Duration = Duration::from_millis(400);

/// The clock of one write transaction.
#[derive(Debug)]
pub(crate) struct TurnWatch {
    began: Instant,
    /// When the caller got control last.
    left: Instant,
    /// How long the caller had control so far.
    outside: Duration,
    strict: bool,
}

impl TurnWatch {
    pub(crate) fn start(strict: bool) -> Self {
        let now = Instant::now();
        Self { began: now, left: now, outside: Duration::ZERO, strict }
    }

    /// The caller gives control to the database.
    pub(crate) fn enter(&mut self) {
        self.outside += self.left.elapsed();
    }

    /// The caller gets control back.
    pub(crate) fn leave(&mut self) {
        self.left = Instant::now();
    }

    /// The transaction ends. What counts for the strict form is the caller's own time: a slow disk is not its fault.
    pub(crate) fn finish(&self, ending: &'static str) {
        let total = self.began.elapsed();
        if total < LIMIT {
            return;
        }
        let (turn_ms, outside_ms) = (total.as_millis(), self.outside.as_millis());
        tracing::warn!(turn.ms = turn_ms, turn.outside_ms = outside_ms, turn.ending = ending, "a write transaction took long");
        let unwinding = std::thread::panicking();
        assert!(
            !self.strict || self.outside < STRICT || unwinding,
            "a write transaction was held for {turn_ms} ms, {outside_ms} ms of them by its caller: move outside calls before begin or after commit"
        );
    }
}
