//! Whether writes found room: what a refusal for want of space leaves behind for whoever asks how the database does.

use crate::SqlError;
use std::sync::atomic::{AtomicBool, Ordering};

/// Remembers that a write was refused for want of space.
#[derive(Debug, Default)]
pub(crate) struct Room {
    wanted: AtomicBool,
}

impl Room {
    /// Looks at what became of a write, and hands it on.
    pub(crate) fn note<T>(&self, outcome: Result<T, SqlError>) -> Result<T, SqlError> {
        if let Err(error) = &outcome
            && error.is_storage_full()
        {
            self.wanted.store(true, Ordering::Relaxed);
        }
        outcome
    }

    pub(crate) fn was_wanted(&self) -> bool {
        self.wanted.load(Ordering::Relaxed)
    }

    pub(crate) fn forget(&self) {
        self.wanted.store(false, Ordering::Relaxed);
    }
}
