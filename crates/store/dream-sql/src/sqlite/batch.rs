//! A shared commit: the operations that reach the disk together, and what becomes of them.

use crate::{SqlError, together::Note, wakeups::Bells};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::watch;

/// A batch ends at this many operations …
const MOST_OPERATIONS: u32 = 256;
/// … or this long after it began, or as soon as nobody waits for the turn.
const LONGEST: Duration = Duration::from_millis(2);

/// An open batch: one SQLite transaction.
pub(super) struct Batch {
    began: Instant,
    operations: u32,
    channels: Vec<&'static str>,
    notes: Vec<Box<dyn Note>>,
    outcome: watch::Sender<Fate>,
}

#[derive(Debug, Clone)]
enum Fate {
    Open,
    Saved,
    Failed(Arc<SqlError>),
}

/// What becomes of a batch, for those who saw it from within.
#[derive(Debug, Clone)]
pub(crate) struct Outcome(watch::Receiver<Fate>);

impl Batch {
    pub(super) fn begin() -> Self {
        let outcome = watch::Sender::new(Fate::Open);
        Self { began: Instant::now(), operations: 0, channels: Vec::new(), notes: Vec::new(), outcome }
    }

    /// Takes in an operation that is complete.
    pub(super) fn join(&mut self, channels: &[&'static str], notes: Vec<Box<dyn Note>>) {
        self.operations += 1;
        for channel in channels {
            if !self.channels.contains(channel) {
                self.channels.push(channel);
            }
        }
        for note in notes {
            match self.notes.iter_mut().find(|held| held.is_like(&*note)) {
                Some(held) => held.add(note),
                None => self.notes.push(note),
            }
        }
    }

    /// What the operations write together.
    pub(super) fn take_notes(&mut self) -> Vec<Box<dyn Note>> {
        std::mem::take(&mut self.notes)
    }

    pub(super) fn outcome(&self) -> Outcome {
        Outcome(self.outcome.subscribe())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.operations == 0
    }

    pub(super) fn is_due(&self) -> bool {
        self.operations >= MOST_OPERATIONS || (self.operations > 0 && self.began.elapsed() >= LONGEST)
    }

    /// Everything is on disk: tells those who wait, and wakes the channels.
    pub(super) fn saved(self, bells: &Bells) {
        self.outcome.send_replace(Fate::Saved);
        for channel in self.channels {
            bells.ring(channel);
        }
    }

    /// Nothing was saved: tells those who wait.
    pub(super) fn failed(self, why: Arc<SqlError>) {
        self.outcome.send_replace(Fate::Failed(why));
    }
}

impl Outcome {
    /// Waits until the batch is on disk, or refused.
    pub(crate) async fn known(mut self) -> Result<(), SqlError> {
        let fate = self.0.wait_for(|fate| !matches!(fate, Fate::Open)).await.map_err(|_| SqlError::Closed)?;
        match &*fate {
            Fate::Failed(source) => Err(SqlError::Refused { source: Arc::clone(source) }),
            Fate::Open | Fate::Saved => Ok(()),
        }
    }
}
