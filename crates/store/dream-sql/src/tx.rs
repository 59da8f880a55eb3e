//! Transactions: [`ReadTx`] cannot write, [`WriteTx`] can. Two types, so that no function that reads can write by mistake.

use crate::{Row, Sql, SqlError, Together, Value, postgres, room::Room, sqlite};
use std::sync::Arc;

/// A consistent snapshot of the database, fixed by its first query, that cannot write; ended by dropping it.
///
/// What it shows is on disk. It holds a reader (SQLite) or a connection (PostgreSQL): keep it for a query, not for a conversation.
pub struct ReadTx(pub(crate) Read);

pub(crate) enum Read {
    Sqlite(sqlite::ReadTx),
    Postgres(Box<postgres::ReadTx>),
}

/// A consistent snapshot for a few rows that are found by their keys, such as those of whoever calls: on SQLite it is read in place, without
/// another thread and without waiting for the disk.
///
/// What it shows may still be on its way to the disk, so nothing may leave on the strength of it before its [`Witness`] allows it.
pub struct Glance(pub(crate) Glancing);

pub(crate) enum Glancing {
    Sqlite(sqlite::Glance),
    Postgres(Box<postgres::ReadTx>),
}

/// A transaction that can write; dropped without [`WriteTx::commit`], nothing of it happened.
///
/// On SQLite it is the one turn at the writer: nobody else writes until it ends.
pub struct WriteTx {
    engine: Write,
    after: Vec<Box<dyn FnOnce() + Send + Sync>>,
    room: Arc<Room>,
}

pub(crate) enum Write {
    Sqlite(sqlite::WriteTx),
    Postgres(Box<postgres::WriteTx>),
}

impl ReadTx {
    /// Every row of the answer.
    pub async fn query(&mut self, sql: &Sql, params: &[Value]) -> Result<Vec<Row>, SqlError> {
        match &mut self.0 {
            Read::Sqlite(tx) => tx.query(sql.sqlite().clone(), params).await,
            Read::Postgres(tx) => tx.query(sql.postgres(), params).await,
        }
    }

    /// The first row of the answer, if there is one.
    pub async fn query_opt(&mut self, sql: &Sql, params: &[Value]) -> Result<Option<Row>, SqlError> {
        Ok(self.query(sql, params).await?.into_iter().next())
    }
}

impl Glance {
    /// Every row of the answer.
    pub async fn query(&mut self, sql: &Sql, params: &[Value]) -> Result<Vec<Row>, SqlError> {
        match &mut self.0 {
            Glancing::Sqlite(tx) => tx.query(sql.sqlite(), params),
            Glancing::Postgres(tx) => tx.query(sql.postgres(), params).await,
        }
    }

    /// The first row of the answer, if there is one.
    pub async fn query_opt(&mut self, sql: &Sql, params: &[Value]) -> Result<Option<Row>, SqlError> {
        Ok(self.query(sql, params).await?.into_iter().next())
    }

    /// Ends, and tells when what was seen is on disk.
    pub fn end(self) -> Witness {
        Witness(match &self.0 {
            Glancing::Sqlite(tx) => Some(Seen::Commits(tx.seen())),
            Glancing::Postgres(_) => None,
        })
    }
}

impl WriteTx {
    pub(crate) fn new(engine: Write, room: Arc<Room>) -> Self {
        Self { engine, after: Vec::new(), room }
    }

    /// Every row of the answer; also of a statement that writes and has `RETURNING`.
    pub async fn query(&mut self, sql: &Sql, params: &[Value]) -> Result<Vec<Row>, SqlError> {
        let answer = match &mut self.engine {
            Write::Sqlite(tx) => tx.query(sql.sqlite(), params),
            Write::Postgres(tx) => tx.query(sql.postgres(), params).await,
        };
        self.room.note(answer)
    }

    /// The first row of the answer, if there is one.
    pub async fn query_opt(&mut self, sql: &Sql, params: &[Value]) -> Result<Option<Row>, SqlError> {
        Ok(self.query(sql, params).await?.into_iter().next())
    }

    /// Runs a statement; returns how many rows it inserted, changed or deleted.
    pub async fn execute(&mut self, sql: &Sql, params: &[Value]) -> Result<u64, SqlError> {
        let changed = match &mut self.engine {
            Write::Sqlite(tx) => tx.execute(sql.sqlite(), params),
            Write::Postgres(tx) => tx.execute(sql.postgres(), params).await,
        };
        self.room.note(changed)
    }

    /// Holds `key` until the end of the transaction, across processes. SQLite needs none: the turn excludes everybody already.
    pub async fn advisory_lock(&mut self, key: i64) -> Result<(), SqlError> {
        match &mut self.engine {
            Write::Sqlite(_) => Ok(()),
            Write::Postgres(tx) => tx.advisory_lock(key).await,
        }
    }

    /// Wakes those who listen on `channel`, in every process, once this transaction is on disk.
    pub fn notify(&mut self, channel: &'static str) {
        match &mut self.engine {
            Write::Sqlite(tx) => tx.notify(channel),
            Write::Postgres(tx) => tx.notify(channel),
        }
    }

    /// Has `run` run once this transaction is on disk, before [`WriteTx::commit`] returns: for what is counted in memory. It is not run
    /// when nothing was saved, nor when the future of `commit` is dropped.
    pub fn after_commit(&mut self, run: impl FnOnce() + Send + Sync + 'static) {
        self.after.push(Box::new(run));
    }

    /// Adds `note` to what the operations of a shared commit write together, if this transaction commits. Gives it back where every
    /// transaction commits alone (PostgreSQL).
    #[must_use = "what is given back is not written"]
    pub fn together<T: Together>(&mut self, note: T) -> Option<T> {
        match &mut self.engine {
            Write::Sqlite(tx) => {
                tx.note(Box::new(note));
                None
            }
            Write::Postgres(_) => Some(note),
        }
    }

    /// Commits; when this returns, the work is on disk.
    ///
    /// # Errors
    /// Nothing was saved, but for [`SqlError::CommitUnknown`]. Dropping the future before it is ready leaves the outcome open.
    pub async fn commit(self) -> Result<(), SqlError> {
        let saved = match self.engine {
            Write::Sqlite(tx) => tx.commit().await,
            Write::Postgres(tx) => tx.commit().await,
        };
        self.room.note(saved)?;
        self.after.into_iter().for_each(|run| run());
        Ok(())
    }

    /// Ends without saving, and waits until what this transaction could see is on disk.
    ///
    /// # Errors
    /// A retryable one when what it saw was never saved: the answer that rests on it must not leave; run the operation again.
    pub async fn rollback(self) -> Result<(), SqlError> {
        let witness = self.witness();
        drop(self);
        witness.settled().await
    }

    /// A handle that outlives the transaction and tells when what it could see is on disk.
    ///
    /// Operations share commits on SQLite, so one can see another that is not saved yet. [`WriteTx::commit`] waits for it by itself; an
    /// answer that leaves after the transaction was dropped, such as a refusal, waits for its witness.
    pub fn witness(&self) -> Witness {
        Witness(match &self.engine {
            Write::Sqlite(tx) => Some(Seen::Batch(tx.outcome())),
            Write::Postgres(_) => None,
        })
    }
}

/// Tells when what a [`WriteTx`] or a [`Glance`] could see is on disk. PostgreSQL shows nothing that is not.
#[derive(Clone)]
#[must_use = "an answer that rests on what the transaction saw waits for `settled`"]
pub struct Witness(Option<Seen>);

#[derive(Clone)]
enum Seen {
    /// A batch from within.
    Batch(sqlite::Outcome),
    /// What was committed.
    Commits(sqlite::Seen),
}

impl Witness {
    /// Waits until the transaction has ended and all that it could see is on disk.
    ///
    /// # Errors
    /// A retryable one when what it saw was never saved.
    pub async fn settled(self) -> Result<(), SqlError> {
        match self.0 {
            Some(Seen::Batch(outcome)) => outcome.known().await,
            Some(Seen::Commits(seen)) => seen.settled().await,
            None => Ok(()),
        }
    }
}
