//! When a committed batch counts as on disk, and who is told then.

use super::{batch::Batch, lock::with_suffix};
use crate::{Durability, SqlError, wakeups::Bells};
use std::{
    fs::File,
    io::Write,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread,
};
use tokio::sync::watch;

/// The rule of durability.
pub(super) struct Disk {
    bells: Arc<Bells>,
    /// `None` where SQLite syncs within COMMIT: then a batch that committed is on disk, and nobody sees one that is not.
    own: Option<OwnSync>,
}

/// Our own sync of the write-ahead log, on a thread that ends with this.
///
/// COMMIT writes the log without syncing it. Every batch is told after a sync that began when its COMMIT had returned, and a reader gives
/// nothing away before all that its snapshot could see is synced. SQLite itself syncs the log before it copies from it into the database,
/// and the database before it begins the log anew; so what a sync of the log finds overwritten is in the database already.
struct OwnSync {
    /// How many COMMITs were begun. Counted before each, so that whoever sees a batch also sees its number.
    begun: AtomicU64,
    /// Up to which of them all is on disk, or was refused.
    synced: watch::Receiver<u64>,
    ended: mpsc::Sender<Ended>,
}

/// A COMMIT that has returned.
struct Ended {
    number: u64,
    /// The batch that waits for the sync; none where it was refused.
    batch: Option<Batch>,
}

/// A batch whose COMMIT has returned, before anybody was told.
#[must_use = "those who wait for the batch must be told"]
pub(super) struct Finished {
    disk: Arc<Disk>,
    batch: Batch,
    number: u64,
    failure: Option<Arc<SqlError>>,
}

impl Disk {
    /// The rule for the database at `path`, whose write-ahead log exists.
    pub(super) fn new(path: &Path, durability: Durability, bells: Arc<Bells>) -> Result<Self, SqlError> {
        let own = match durability {
            Durability::Proven | Durability::Full => None,
            Durability::OwnSync => Some(OwnSync::start(path, Arc::clone(&bells))?),
        };
        Ok(Self { bells, own })
    }

    /// A COMMIT begins; returns its number.
    pub(super) fn begin_commit(&self) -> u64 {
        self.own.as_ref().map_or(0, |own| own.begun.fetch_add(1, Ordering::SeqCst) + 1)
    }

    /// The number of the last COMMIT that was begun: whoever looked before this saw nothing of a later one.
    pub(super) fn last_commit(&self) -> u64 {
        self.own.as_ref().map_or(0, |own| own.begun.load(Ordering::SeqCst))
    }

    /// Waits until all up to the COMMIT `seen` is on disk.
    pub(super) async fn settled(&self, seen: u64) -> Result<(), SqlError> {
        let Some(own) = &self.own else { return Ok(()) };
        let mut synced = own.synced.clone();
        synced.wait_for(|number| *number >= seen).await.map(drop).map_err(|_| SqlError::Closed)
    }
}

impl Finished {
    pub(super) fn new(disk: &Arc<Disk>, batch: Batch, number: u64, failure: Option<Arc<SqlError>>) -> Self {
        Self { disk: Arc::clone(disk), batch, number, failure }
    }

    /// Tells those who wait for the batch, once it is on disk or refused.
    pub(super) fn tell(self) {
        let saved = match self.failure {
            None => Some(self.batch),
            Some(why) => {
                self.batch.failed(why);
                None
            }
        };
        match (&self.disk.own, saved) {
            // The thread ends only with the process or with this; a batch that is dropped tells those who wait that the end came.
            (Some(own), batch) => drop(own.ended.send(Ended { number: self.number, batch })),
            (None, Some(batch)) => batch.saved(&self.disk.bells),
            (None, None) => {}
        }
    }
}

impl OwnSync {
    fn start(path: &Path, bells: Arc<Bells>) -> Result<Self, SqlError> {
        let log = with_suffix(path, "-wal");
        let file = File::open(&log).map_err(SqlError::file("opening the write-ahead log", &log))?;
        let (ended, waiting) = mpsc::channel();
        let (tell, synced) = watch::channel(0);
        let run = move || sync(&file, &waiting, &tell, &bells);
        let started = thread::Builder::new().name("dream-sql-sync".to_owned()).spawn(run);
        started.map_err(|source| SqlError::other("starting the syncing thread", source))?;
        Ok(Self { begun: AtomicU64::new(0), synced, ended })
    }
}

/// The syncing thread: one sync for all that has committed meanwhile.
fn sync(log: &File, waiting: &mpsc::Receiver<Ended>, tell: &watch::Sender<u64>, bells: &Bells) {
    let mut synced = 0;
    while let Ok(first) = waiting.recv() {
        let together: Vec<Ended> = std::iter::once(first).chain(waiting.try_iter()).collect();
        let newest = together.iter().map(|ended| ended.number).max().unwrap_or(0);
        if newest > synced {
            if let Err(error) = log.sync_data() {
                give_up(&error);
            }
            synced = newest;
            tell.send_replace(synced);
        }
        for batch in together.into_iter().filter_map(|ended| ended.batch) {
            batch.saved(bells);
        }
    }
}

/// Ends the process: after a failed sync nobody knows what the disk holds, and going on could acknowledge what is lost.
pub(super) fn give_up(error: &(dyn std::error::Error + 'static)) -> ! {
    tracing::error!(error, "the disk failed while saving; the process ends, so that nothing unsaved is acknowledged");
    // Logs may be buffered, and `abort` flushes nothing. If this line cannot be written either, nothing is left to do.
    let _ = writeln!(
        std::io::stderr(),
        "dream-sql: the disk failed while saving ({error}); the process ends. Check the disk, then start again."
    );
    std::process::abort()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        pin::pin,
        task::{Context, Poll, Waker},
    };

    fn poll<F: Future<Output = Result<(), SqlError>>>(future: std::pin::Pin<&mut F>) -> Poll<Result<(), SqlError>> {
        future.poll(&mut Context::from_waker(Waker::noop()))
    }

    #[tokio::test]
    async fn with_our_own_sync_nothing_is_settled_while_a_commit_is_on_its_way() {
        let test = crate::testing::TestDb::sqlite();
        let path = test.path().unwrap();
        File::create(with_suffix(path, "-wal")).unwrap();
        let disk = Arc::new(Disk::new(path, Durability::OwnSync, Arc::default()).unwrap());
        disk.settled(disk.last_commit()).await.unwrap();
        for refused in [false, true] {
            let batch = Batch::begin();
            let outcome = batch.outcome();
            let number = disk.begin_commit();
            let mut settled = pin!(disk.settled(disk.last_commit()));
            assert!(poll(settled.as_mut()).is_pending(), "a reader may see it already");
            let failure = refused.then(|| Arc::new(SqlError::Closed));
            Finished::new(&disk, batch, number, failure).tell();
            settled.await.unwrap();
            assert_eq!(outcome.known().await.is_err(), refused);
        }
    }
}
