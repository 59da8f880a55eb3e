//! When a committed batch counts as on disk, and who is told then.

use super::batch::Batch;
use crate::{SqlError, wakeups::Bells};
use std::{io::Write, sync::Arc};

/// The rule of durability. SQLite syncs within COMMIT here, so a batch that committed is on disk.
pub(super) struct Disk {
    bells: Arc<Bells>,
}

/// A batch whose COMMIT has returned.
pub(super) struct Finished {
    batch: Batch,
    bells: Arc<Bells>,
    failure: Option<Arc<SqlError>>,
}

impl Disk {
    pub(super) fn new(bells: Arc<Bells>) -> Self {
        Self { bells }
    }

    pub(super) fn committed(&self, batch: Batch) -> Finished {
        Finished { batch, bells: Arc::clone(&self.bells), failure: None }
    }

    pub(super) fn refused(&self, batch: Batch, why: Arc<SqlError>) -> Finished {
        Finished { batch, bells: Arc::clone(&self.bells), failure: Some(why) }
    }
}

impl Finished {
    /// Tells those who wait for the batch.
    pub(super) fn tell(self) {
        match self.failure {
            None => self.batch.saved(&self.bells),
            Some(why) => self.batch.failed(why),
        }
    }
}

/// Ends the process: after a failed sync nobody knows what the disk holds, and going on could acknowledge what is lost.
pub(super) fn give_up(error: &(dyn std::error::Error + 'static)) -> ! {
    tracing::error!(error, "the disk failed while saving; the process ends, so that nothing unsaved is acknowledged");
    // Logs may be buffered, and `abort` flushes nothing. If this line cannot be written either, nothing is left to do.
    let _ = writeln!(std::io::stderr(), "dream-sql: the disk failed while saving ({error}); the process ends. Check the disk, then start again.");
    std::process::abort()
}
