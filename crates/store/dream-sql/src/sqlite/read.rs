//! Readers: read-only connections on threads of their own, each serving one read transaction at a time.

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

type Reply<T> = oneshot::Sender<Result<T, SqlError>>;

/// What a reader's thread is asked to do.
enum Job {
    /// Runs a query, after beginning where there is no transaction yet.
    Query(Cow<'static, str>, Vec<Value>, Reply<Vec<Row>>),
    End,
}

type Jobs = mpsc::Sender<Job>;

/// Every reader of a database.
pub(super) struct Readers {
    idle: Arc<Mutex<Vec<Jobs>>>,
    free: Arc<Semaphore>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    acquire_timeout: Duration,
}

/// A read transaction: a reader for as long as this lives. Its first query fixes the snapshot.
pub(crate) struct ReadTx {
    jobs: Option<Jobs>,
    idle: Arc<Mutex<Vec<Jobs>>>,
    /// Until all that the snapshot could see is known to be on disk.
    unsettled: Option<Arc<Disk>>,
    _permit: OwnedSemaphorePermit,
}

impl Readers {
    /// Starts one thread per connection.
    pub(super) fn start(connections: Vec<Connection>, acquire_timeout: Duration) -> Result<Self, SqlError> {
        let (mut idle, mut threads) = (Vec::new(), Vec::new());
        for connection in connections {
            let (sender, jobs) = mpsc::channel();
            let run = move || serve(&connection, &jobs);
            let started = thread::Builder::new().name("dream-sql-read".to_owned()).spawn(run);
            threads.push(started.map_err(|source| SqlError::other("starting a reader", source))?);
            idle.push(sender);
        }
        let free = Arc::new(Semaphore::new(idle.len()));
        Ok(Self { idle: Arc::new(Mutex::new(idle)), free, threads: Mutex::new(threads), acquire_timeout })
    }

    pub(super) async fn begin(&self, disk: &Arc<Disk>) -> Result<ReadTx, SqlError> {
        let after = self.acquire_timeout;
        let Ok(permit) = tokio::time::timeout(after, Arc::clone(&self.free).acquire_owned()).await else {
            let hint = "read transactions are held too long, or there are too few readers";
            return Err(SqlError::Timeout { doing: "waiting for a reader", after, hint });
        };
        let permit = permit.map_err(|_| SqlError::Closed)?;
        let jobs = lock(&self.idle).pop().ok_or(SqlError::Closed)?;
        Ok(ReadTx { jobs: Some(jobs), idle: Arc::clone(&self.idle), unsettled: Some(Arc::clone(disk)), _permit: permit })
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
        let params = params.to_vec();
        let rows = self.ask(|reply| Job::Query(sql, params, reply)).await;
        if let Some(disk) = &self.unsettled {
            // Nothing may leave on the strength of what is not on disk.
            disk.settled().await?;
            self.unsettled = None;
        }
        rows
    }

    async fn ask<T>(&self, job: impl FnOnce(Reply<T>) -> Job) -> Result<T, SqlError> {
        let (reply, answer) = oneshot::channel();
        let jobs = self.jobs.as_ref().ok_or(SqlError::Closed)?;
        jobs.send(job(reply)).map_err(|_| SqlError::Closed)?;
        answer.await.map_err(|_| SqlError::Closed)?
    }
}

impl Drop for ReadTx {
    fn drop(&mut self) {
        if let Some(jobs) = self.jobs.take()
            && jobs.send(Job::End).is_ok()
        {
            lock(&self.idle).push(jobs);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The reader's thread.
fn serve(connection: &Connection, jobs: &mpsc::Receiver<Job>) {
    let mut failed = false;
    // Those who no longer wait for an answer do not need it.
    for job in jobs {
        match job {
            Job::Query(sql, params, reply) => {
                let rows = if failed { Err(SqlError::TransactionFailed) } else { query(connection, &sql, &params) };
                failed = rows.is_err();
                let _ = reply.send(rows);
            }
            Job::End => {
                failed = false;
                end(connection);
            }
        }
    }
}

fn query(connection: &Connection, sql: &str, params: &[Value]) -> Result<Vec<Row>, SqlError> {
    if connection.is_autocommit() {
        begin(connection)?;
    }
    statement::query(connection, sql, params)
}

/// Begins, and reads a page, which is what fixes the snapshot.
fn begin(connection: &Connection) -> Result<(), SqlError> {
    connection
        .prepare_cached("BEGIN")
        .and_then(|mut begin| begin.execute([]))
        .and_then(|_| connection.prepare_cached("SELECT 1 FROM sqlite_schema LIMIT 1")?.exists([]))
        .map(drop)
        .map_err(error("beginning to read"))
}

fn end(connection: &Connection) {
    if !connection.is_autocommit()
        && let Err(error) = connection.prepare_cached("ROLLBACK").and_then(|mut end| end.execute([]))
    {
        tracing::error!(error = &error as &dyn std::error::Error, "a read transaction could not end; its reader is stuck in it");
    }
}
