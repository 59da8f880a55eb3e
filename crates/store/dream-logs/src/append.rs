//! The queue of a set: lines that wait to be written, bounded, and never waited for.

use crate::AppendError;
use std::sync::{Mutex, PoisonError};
use tokio::sync::oneshot;

/// Who waits for lines to be on disk.
pub(crate) type Waiter = oneshot::Sender<Result<(), AppendError>>;

/// Lines that wait.
pub(crate) struct Queue {
    most: usize,
    pending: Mutex<Batch>,
}

/// Lines that are written together.
#[derive(Default)]
pub(crate) struct Batch {
    /// Their bytes.
    pub(crate) bytes: Vec<u8>,
    /// How many they are.
    pub(crate) lines: u64,
    /// How many more there would be if there had been room for them.
    pub(crate) dropped: u64,
    /// Who waits until they are on disk.
    pub(crate) waiters: Vec<Waiter>,
    closed: bool,
}

impl Batch {
    pub(crate) fn is_empty(&self) -> bool {
        self.lines == 0 && self.dropped == 0 && self.waiters.is_empty()
    }
}

impl Queue {
    /// A queue for up to `most` bytes.
    pub(crate) fn new(most: usize) -> Self {
        Self { most, pending: Mutex::new(Batch::default()) }
    }

    /// Adds so many whole lines, all or none of them. Returns whether the writer has to be told.
    pub(crate) fn push(&self, lines: &[u8], count: u64, waiter: Option<Waiter>) -> Result<bool, AppendError> {
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        if pending.closed {
            return Err(AppendError::Closed);
        }
        let first = pending.lines == 0;
        if pending.bytes.len() + lines.len() > self.most {
            // Whoever waits is told, and may send them again.
            pending.dropped += if waiter.is_none() { count } else { 0 };
            return Err(AppendError::QueueFull);
        }
        pending.bytes.extend_from_slice(lines);
        pending.lines += count;
        pending.waiters.extend(waiter);
        Ok(first)
    }

    /// Counts lines that could not be written.
    pub(crate) fn lost(&self, lines: u64) {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner).dropped += lines;
    }

    /// Takes what waits; `spare` is memory for what comes next.
    pub(crate) fn take(&self, spare: Vec<u8>) -> Batch {
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        let closed = pending.closed;
        std::mem::replace(&mut *pending, Batch { bytes: spare, closed, ..Batch::default() })
    }

    /// Takes no more.
    pub(crate) fn close(&self) {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
    }
}
