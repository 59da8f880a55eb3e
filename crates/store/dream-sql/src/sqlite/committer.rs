//! The thread that commits batches, so that no task's thread waits for the disk.

use super::turn::Lease;
use crate::SqlError;
use std::{sync::mpsc, thread};

/// The way to the committing thread; the thread ends when this is gone.
pub(super) struct Committer(mpsc::Sender<Lease>);

impl Committer {
    pub(super) fn start() -> Result<Self, SqlError> {
        let (sender, batches) = mpsc::channel::<Lease>();
        let run = move || {
            for mut lease in batches {
                let Ok(writer) = lease.writer() else { continue };
                let finished = writer.commit_batch();
                // The turn goes on before those who waited are told: the next batch fills meanwhile.
                drop(lease);
                if let Some(finished) = finished {
                    finished.tell();
                }
            }
        };
        let name = "dream-sql-commit".to_owned();
        thread::Builder::new().name(name).spawn(run).map_err(|source| SqlError::other("starting the committing thread", source))?;
        Ok(Self(sender))
    }

    /// Has the batch of this lease committed; gives the lease back when the thread is gone.
    pub(super) fn commit(&self, lease: Lease) -> Result<(), Lease> {
        self.0.send(lease).map_err(|back| back.0)
    }
}
