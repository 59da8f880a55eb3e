//! Readers: read-only connections, each serving one read transaction at a time.

use super::{disk::Disk, error::error, statement};
use crate::{Row, SqlError, Value};
use rusqlite::Connection;
use std::{
    borrow::Cow,
    sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc},
    thread::{self, JoinHandle},
    time::Duration,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

/// What a reader's thread is asked: it gives the reader back with the rows.
struct Job {
    taken: Taken,
    sql: Cow<'static, str>,
    params: Vec<Value>,
    reply: oneshot::Sender<(Taken, Result<Vec<Row>, SqlError>)>,
}

/// A connection, and the thread on which what may take long is read with it.
struct Reader {
    connection: Connection,
    jobs: mpsc::Sender<Job>,
}

/// Every reader of a database.
pub(super) struct Readers {
    idle: Arc<Mutex<Vec<Reader>>>,
    free: Arc<Semaphore>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    acquire_timeout: Duration,
}

/// A reader with a transaction, from its first query on. Dropped, the transaction ends and the reader is free.
struct Taken {
    reader: Option<Reader>,
    failed: bool,
    idle: Arc<Mutex<Vec<Reader>>>,
    // Released after the reader was given back.
    _permit: OwnedSemaphorePermit,
}

/// A read transaction: a reader for as long as this lives. Its first query fixes the snapshot.
pub(crate) struct ReadTx {
    /// None once a query was given up.
    taken: Option<Taken>,
    /// Until all that the snapshot could see is known to be on disk.
    unsettled: Option<Arc<Disk>>,
    /// Whether it reads on the thread of whoever asks.
    in_place: bool,
}

/// A read transaction for a few rows that are found by their keys: it reads in place, and does not wait for the disk.
pub(crate) struct Glance {
    taken: Taken,
    disk: Arc<Disk>,
}

/// What a [`Glance`] could see: all up to this COMMIT.
#[derive(Clone)]
pub(crate) struct Seen {
    disk: Arc<Disk>,
    commit: u64,
}

impl Readers {
    /// Starts one thread per connection.
    pub(super) fn start(connections: Vec<Connection>, acquire_timeout: Duration) -> Result<Self, SqlError> {
        let (mut idle, mut threads) = (Vec::new(), Vec::new());
        for connection in connections {
            let (jobs, asked) = mpsc::channel();
            let started = thread::Builder::new().name("dream-sql-read".to_owned()).spawn(move || serve(asked));
            threads.push(started.map_err(|source| SqlError::other("starting a reader", source))?);
            idle.push(Reader { connection, jobs });
        }
        let free = Arc::new(Semaphore::new(idle.len()));
        Ok(Self { idle: Arc::new(Mutex::new(idle)), free, threads: Mutex::new(threads), acquire_timeout })
    }

    pub(super) async fn begin(&self, disk: &Arc<Disk>) -> Result<ReadTx, SqlError> {
        Ok(ReadTx { taken: Some(self.take().await?), unsettled: Some(Arc::clone(disk)), in_place: false })
    }

    pub(super) async fn begin_ahead(&self) -> Result<ReadTx, SqlError> {
        Ok(ReadTx { taken: Some(self.take().await?), unsettled: None, in_place: true })
    }

    pub(super) async fn glance(&self, disk: &Arc<Disk>) -> Result<Glance, SqlError> {
        Ok(Glance { taken: self.take().await?, disk: Arc::clone(disk) })
    }

    async fn take(&self) -> Result<Taken, SqlError> {
        let after = self.acquire_timeout;
        let Ok(permit) = tokio::time::timeout(after, Arc::clone(&self.free).acquire_owned()).await else {
            let hint = "read transactions are held too long, or there are too few readers";
            return Err(SqlError::Timeout { doing: "waiting for a reader", after, hint });
        };
        let permit = permit.map_err(|_| SqlError::Closed)?;
        let reader = lock(&self.idle).pop().ok_or(SqlError::Closed)?;
        Ok(Taken { reader: Some(reader), failed: false, idle: Arc::clone(&self.idle), _permit: permit })
    }

    /// Waits until every read transaction has ended, and closes the connections.
    pub(super) async fn close(&self) {
        let every = u32::try_from(lock(&self.threads).len()).unwrap_or(u32::MAX);
        // An error says that they are closed already.
        let _ = self.free.acquire_many(every).await;
        self.free.close();
        lock(&self.idle).clear();
        let threads = std::mem::take(&mut *lock(&self.threads));
        let joined = tokio::task::spawn_blocking(move || threads.into_iter().try_for_each(JoinHandle::join));
        if !matches!(joined.await, Ok(Ok(()))) {
            tracing::error!("a reader's thread panicked");
        }
    }
}

impl ReadTx {
    pub(crate) async fn query(&mut self, sql: Cow<'static, str>, params: &[Value]) -> Result<Vec<Row>, SqlError> {
        let mut taken = self.taken.take().ok_or(SqlError::Closed)?;
        if self.in_place {
            let rows = taken.query(&sql, params);
            self.taken = Some(taken);
            return rows;
        }
        let (taken, rows) = taken.ask(sql, params.to_vec()).await?;
        self.taken = Some(taken);
        if let Some(disk) = &self.unsettled {
            // Nothing may leave on the strength of what is not on disk.
            disk.settled(disk.last_commit()).await?;
            self.unsettled = None;
        }
        rows
    }
}

impl Glance {
    pub(crate) fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, SqlError> {
        self.taken.query(sql, params)
    }

    /// What it could see.
    pub(crate) fn seen(&self) -> Seen {
        Seen { disk: Arc::clone(&self.disk), commit: self.disk.last_commit() }
    }
}

impl Seen {
    /// Waits until it is on disk.
    pub(crate) async fn settled(self) -> Result<(), SqlError> {
        self.disk.settled(self.commit).await
    }
}

impl Taken {
    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, SqlError> {
        let connection = &self.reader.as_ref().ok_or(SqlError::Closed)?.connection;
        let rows = if self.failed { Err(SqlError::TransactionFailed) } else { query(connection, sql, params) };
        self.failed = rows.is_err();
        rows
    }

    /// The same, on the reader's thread.
    async fn ask(self, sql: Cow<'static, str>, params: Vec<Value>) -> Result<(Self, Result<Vec<Row>, SqlError>), SqlError> {
        let jobs = self.reader.as_ref().ok_or(SqlError::Closed)?.jobs.clone();
        let (reply, answer) = oneshot::channel();
        jobs.send(Job { taken: self, sql, params, reply }).map_err(|_| SqlError::Closed)?;
        answer.await.map_err(|_| SqlError::Closed)
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        if let Some(reader) = self.reader.take() {
            end(&reader.connection);
            lock(&self.idle).push(reader);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The reader's thread.
fn serve(asked: mpsc::Receiver<Job>) {
    for Job { mut taken, sql, params, reply } in asked {
        let rows = taken.query(&sql, &params);
        // Those who no longer wait for an answer do not need it, and the reader is free.
        drop(reply.send((taken, rows)));
    }
}

fn query(connection: &Connection, sql: &str, params: &[Value]) -> Result<Vec<Row>, SqlError> {
    if connection.is_autocommit() {
        begin(connection)?;
    }
    statement::query(connection, sql, params)
}

fn begin(connection: &Connection) -> Result<(), SqlError> {
    connection.prepare_cached("BEGIN").and_then(|mut begin| begin.execute([])).map(drop).map_err(error("beginning to read"))
}

fn end(connection: &Connection) {
    if !connection.is_autocommit()
        && let Err(error) = connection.prepare_cached("ROLLBACK").and_then(|mut end| end.execute([]))
    {
        tracing::error!(error = &error as &dyn std::error::Error, "a read transaction could not end; its reader is stuck in it");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Durability, Options,
        sqlite::{batch::Batch, connect, disk::Finished},
    };
    use std::{
        pin::pin,
        task::{Context, Poll, Waker},
    };

    const ONE: &str = "SELECT 1";

    struct Reading {
        readers: Readers,
        disk: Arc<Disk>,
        _test: crate::testing::TestDb,
    }

    /// So many readers of a database, and what tells when it is on disk.
    fn reading(count: usize) -> Reading {
        let test = crate::testing::TestDb::sqlite();
        let (path, options) = (test.path().unwrap(), Options::default());
        connect::writer(path, &options).unwrap().execute_batch("CREATE TABLE notes (id bigint)").unwrap();
        std::fs::File::create(super::super::lock::with_suffix(path, "-wal")).unwrap();
        let connections = (0..count).map(|_| connect::reader(path, &options).unwrap()).collect();
        let readers = Readers::start(connections, Duration::from_millis(50)).unwrap();
        let disk = Arc::new(Disk::new(path, Durability::OwnSync, Arc::default()).unwrap());
        Reading { readers, disk, _test: test }
    }

    fn is_pending<F: Future>(future: std::pin::Pin<&mut F>) -> bool {
        matches!(future.poll(&mut Context::from_waker(Waker::noop())), Poll::Pending)
    }

    #[tokio::test]
    async fn a_glance_does_not_wait_for_the_disk_but_its_witness_does() {
        let Reading { readers, disk, _test } = reading(1);
        let number = disk.begin_commit();
        let mut glance = readers.glance(&disk).await.unwrap();
        assert_eq!(glance.query(ONE, &[]).unwrap().len(), 1);
        let seen = glance.seen();
        drop(glance);
        let mut settled = pin!(seen.settled());
        assert!(is_pending(settled.as_mut()), "what it saw may be on its way");
        Finished::new(&disk, Batch::begin(), number, None).tell();
        settled.await.unwrap();
        readers.close().await;
    }

    #[tokio::test]
    async fn who_reads_ahead_of_the_disk_does_not_wait_for_it() {
        let Reading { readers, disk, _test } = reading(1);
        let number = disk.begin_commit();
        let mut tx = readers.begin_ahead().await.unwrap();
        assert_eq!(tx.query(ONE.into(), &[]).await.unwrap().len(), 1);
        drop(tx);
        let mut tx = readers.begin(&disk).await.unwrap();
        let mut other = Box::pin(tx.query(ONE.into(), &[]));
        assert!(tokio::time::timeout(Duration::from_millis(20), &mut other).await.is_err(), "others do");
        Finished::new(&disk, Batch::begin(), number, None).tell();
        assert_eq!(other.await.unwrap().len(), 1);
        drop(tx);
        readers.close().await;
    }

    #[tokio::test]
    async fn a_query_that_is_given_up_leaves_its_reader_to_the_others() {
        const LONG: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT count(*) FROM n";
        let Reading { readers, disk, _test } = reading(1);
        let mut tx = readers.begin(&disk).await.unwrap();
        {
            let mut given_up = pin!(tx.query(LONG.into(), &[]));
            assert!(is_pending(given_up.as_mut()), "the reader's thread reads");
        }
        assert!(matches!(tx.query(ONE.into(), &[]).await, Err(SqlError::Closed)), "nobody knows what became of its transaction");
        // The one reader is free when that query has ended, whether or not anybody still holds the transaction.
        let again = async {
            loop {
                if let Ok(glance) = readers.glance(&disk).await {
                    break glance;
                }
            }
        };
        assert_eq!(again.await.query(ONE, &[]).unwrap().len(), 1);
        drop(tx);
        readers.close().await;
    }

    #[tokio::test]
    async fn a_transaction_that_failed_goes_on_with_nothing_and_its_reader_begins_anew() {
        let Reading { readers, disk, _test } = reading(1);
        let mut glance = readers.glance(&disk).await.unwrap();
        glance.query("SELECT nothing FROM notes", &[]).unwrap_err();
        assert!(matches!(glance.query(ONE, &[]), Err(SqlError::TransactionFailed)));
        drop(glance);
        assert_eq!(readers.glance(&disk).await.unwrap().query(ONE, &[]).unwrap().len(), 1);
        readers.close().await;
    }
}
