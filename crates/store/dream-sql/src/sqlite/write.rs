//! The write connection and the operations on it, each in a savepoint of the open batch.

use super::{
    batch::{Batch, Outcome},
    disk::{Disk, Finished, give_up},
    error::{error, is_disk_failure},
    lock::FileLock,
    statement::{self, Prepared},
    turn::{Lease, Turn},
};
use crate::{
    Row, SqlError, Value,
    together::{Last, Note},
    turn_watch::TurnWatch,
};
use rusqlite::Connection;
use std::sync::Arc;

/// The one connection that writes.
pub(super) struct Writer {
    pub(super) connection: Connection,
    batch: Option<Batch>,
    disk: Arc<Disk>,
    /// After the connection, so that it outlives it: another process may write once nobody writes here.
    _file: FileLock,
}

/// One operation: a savepoint in the batch, on the connection that it has the turn at.
pub(crate) struct WriteTx {
    lease: Option<Lease>,
    outcome: Outcome,
    watch: TurnWatch,
    channels: Vec<&'static str>,
    notes: Vec<Box<dyn Note>>,
    /// Whether there is a savepoint: from the first statement that writes on.
    writes: bool,
    failed: bool,
}

impl Writer {
    pub(super) fn new(connection: Connection, disk: Arc<Disk>, file: FileLock) -> Self {
        Self { connection, batch: None, disk, _file: file }
    }

    pub(super) fn batch_is_due(&self) -> bool {
        self.batch.as_ref().is_some_and(Batch::is_due)
    }

    pub(super) fn has_operations(&self) -> bool {
        self.batch.as_ref().is_some_and(|batch| !batch.is_empty())
    }

    /// Whether no batch is open.
    pub(super) fn is_idle(&self) -> bool {
        self.batch.is_none()
    }

    /// Begins an operation, and the batch where none is open.
    fn begin(&mut self) -> Result<Outcome, SqlError> {
        if let Some(batch) = &self.batch {
            return Ok(batch.outcome());
        }
        self.run("BEGIN IMMEDIATE")?;
        Ok(self.batch.insert(Batch::begin()).outcome())
    }

    /// Keeps the operation's work in the batch.
    fn keep(&mut self, writes: bool, channels: &[&'static str], notes: Vec<Box<dyn Note>>) -> Result<(), SqlError> {
        if writes {
            let released = self.run("RELEASE operation");
            self.check_batch(released)?;
        }
        match &mut self.batch {
            Some(batch) => batch.join(channels, notes),
            None => return Err(SqlError::TransactionFailed),
        }
        Ok(())
    }

    /// Undoes the operation's work. If that fails, the whole batch is given up.
    fn undo(&mut self) {
        if self.batch.is_none() {
            return;
        }
        let undone = self.run("ROLLBACK TO operation").and_then(|()| self.run("RELEASE operation"));
        if let Err(error) = undone {
            self.lose_batch(Arc::new(error));
        }
    }

    /// After an error, asks whether the transaction still exists: a full disk takes it away with every operation of the batch. Then all
    /// of them are refused.
    fn check_batch<T>(&mut self, result: Result<T, SqlError>) -> Result<T, SqlError> {
        result.map_err(|error| {
            if self.batch.is_none() || !self.connection.is_autocommit() {
                return error;
            }
            let source = Arc::new(error);
            self.lose_batch(Arc::clone(&source));
            SqlError::Refused { source }
        })
    }

    fn lose_batch(&mut self, why: Arc<SqlError>) {
        tracing::warn!(error = &*why as &dyn std::error::Error, "a shared commit was lost; its operations are refused");
        self.roll_back();
        if let Some(batch) = self.batch.take() {
            batch.failed(why);
        }
    }

    /// Ends the transaction if there is one.
    fn roll_back(&mut self) {
        if !self.connection.is_autocommit()
            && let Err(error) = self.connection.execute_batch("ROLLBACK")
        {
            give_up(&error);
        }
    }

    /// Commits the open batch.
    pub(super) fn commit_batch(&mut self) -> Option<Finished> {
        let mut batch = self.batch.take()?;
        let together = batch.take_notes().into_iter().try_for_each(|note| note.write(&mut Last(&self.connection)));
        let number = self.disk.begin_commit();
        let Err(source) = together.and_then(|()| self.save()) else {
            return Some(Finished::new(&self.disk, batch, number, None));
        };
        self.roll_back();
        let why = Arc::new(source);
        tracing::warn!(error = &*why as &dyn std::error::Error, "a shared commit failed; its operations are refused");
        Some(Finished::new(&self.disk, batch, number, Some(why)))
    }

    fn save(&self) -> Result<(), SqlError> {
        let saved = self.connection.prepare_cached("COMMIT").and_then(|mut commit| commit.execute([]));
        saved.map(drop).map_err(|source| {
            if is_disk_failure(&source) {
                give_up(&source);
            }
            error("committing")(source)
        })
    }

    /// Ends a batch that no operation joined.
    pub(super) fn end_empty_batch(&mut self) {
        self.roll_back();
        if let Some(batch) = self.batch.take() {
            // Those who looked into it may have seen the batch before it, which may not be on disk yet.
            Finished::new(&self.disk, batch, self.disk.last_commit(), None).tell();
        }
    }

    fn run(&self, sql: &'static str) -> Result<(), SqlError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(error("working on a transaction"))?;
        statement.execute([]).map(drop).map_err(error("working on a transaction"))
    }
}

impl WriteTx {
    pub(super) async fn begin(turn: &Arc<Turn>, strict: bool) -> Result<Self, SqlError> {
        let mut lease = turn.take().await?;
        let outcome = lease.writer()?.begin()?;
        let watch = TurnWatch::start(strict);
        Ok(Self { lease: Some(lease), outcome, watch, channels: Vec::new(), notes: Vec::new(), writes: false, failed: false })
    }

    pub(crate) fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, SqlError> {
        self.run(sql, params, statement::rows)
    }

    pub(crate) fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, SqlError> {
        self.run(sql, params, statement::changes)
    }

    fn run<T>(&mut self, sql: &str, params: &[Value], work: impl FnOnce(Prepared<'_>) -> Result<T, SqlError>) -> Result<T, SqlError> {
        if self.failed {
            return Err(SqlError::TransactionFailed);
        }
        self.watch.enter();
        let writer = self.lease.as_mut().ok_or(SqlError::Closed)?.writer()?;
        let result = statement::prepare(&writer.connection, sql, params).and_then(|prepared| {
            if !self.writes && !prepared.only_reads() {
                writer.run("SAVEPOINT operation")?;
                self.writes = true;
            }
            work(prepared)
        });
        let result = writer.check_batch(result);
        // As PostgreSQL does: an operation that went on after an error would be another one on each engine.
        self.failed = result.is_err();
        self.watch.leave();
        result
    }

    pub(crate) fn notify(&mut self, channel: &'static str) {
        self.channels.push(channel);
    }

    pub(crate) fn note(&mut self, note: Box<dyn Note>) {
        self.notes.push(note);
    }

    pub(crate) fn outcome(&self) -> Outcome {
        self.outcome.clone()
    }

    pub(crate) async fn commit(mut self) -> Result<(), SqlError> {
        self.keep()?;
        self.outcome.clone().known().await
    }

    /// Puts the operation into the batch and passes the turn on.
    fn keep(&mut self) -> Result<(), SqlError> {
        if self.failed {
            return Err(SqlError::TransactionFailed);
        }
        self.watch.enter();
        let lease = self.lease.as_mut().ok_or(SqlError::Closed)?;
        lease.writer()?.keep(self.writes, &self.channels, std::mem::take(&mut self.notes))?;
        self.lease = None;
        self.watch.finish("commit");
        Ok(())
    }
}

impl Drop for WriteTx {
    fn drop(&mut self) {
        let Some(mut lease) = self.lease.take() else { return };
        if self.writes
            && let Ok(writer) = lease.writer()
        {
            writer.undo();
        }
        drop(lease);
        self.watch.enter();
        self.watch.finish("rollback");
    }
}
