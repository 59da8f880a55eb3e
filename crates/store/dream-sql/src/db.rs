//! The database: opening, transactions, wake-ups, upkeep.

use crate::{
    Column, Glance, Location, Migrated, Migrations, Options, ReadTx, SqlError, Wakeups, WriteTx, postgres,
    room::Room,
    sqlite,
    tx::{Glancing, Read, Write},
};
use std::{path::Path, sync::Arc};

/// An open database. Cheap to clone; it closes when [`Db::close`] is called or the last clone and transaction are gone.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    room: Arc<Room>,
}

#[derive(Clone)]
enum Engine {
    Sqlite(Arc<sqlite::Database>),
    Postgres(Arc<postgres::Database>),
}

/// Who can number things densely in the order of commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Positions {
    /// Each write transaction itself: there is one writer (SQLite).
    Inline,
    /// A sequencer afterwards: transactions commit side by side (PostgreSQL).
    Sequenced,
}

impl Db {
    /// Opens the database; a SQLite file is made when it is missing.
    ///
    /// # Errors
    /// [`SqlError::Locked`] when another process has the file, [`SqlError::Unreachable`], [`SqlError::Authentication`],
    /// [`SqlError::UnsafeDurability`], [`SqlError::Damaged`].
    pub async fn open(options: Options) -> Result<Self, SqlError> {
        let engine = match options.location.clone() {
            Location::Sqlite { path } => Engine::Sqlite(Arc::new(sqlite::Database::open(path, options).await?)),
            Location::Postgres { url } => Engine::Postgres(Arc::new(postgres::Database::open(&url, options).await?)),
        };
        Ok(Self { engine, room: Arc::default() })
    }

    /// A consistent snapshot that cannot write. It shows every commit acknowledged before this call.
    pub async fn read(&self) -> Result<ReadTx, SqlError> {
        Ok(ReadTx(match &self.engine {
            Engine::Sqlite(db) => Read::Sqlite(db.read().await?),
            Engine::Postgres(db) => Read::Postgres(Box::new(db.read().await?)),
        }))
    }

    /// A consistent snapshot for whoever decides what to write next: on SQLite it reads on the caller's thread and may see what is still on
    /// its way to the disk. Nothing may leave on the strength of it but after a commit that follows; what is read is short.
    pub async fn read_ahead(&self) -> Result<ReadTx, SqlError> {
        Ok(ReadTx(match &self.engine {
            Engine::Sqlite(db) => Read::Sqlite(db.read_ahead().await?),
            Engine::Postgres(db) => Read::Postgres(Box::new(db.read().await?)),
        }))
    }

    /// A consistent snapshot for a few rows that are found by their keys.
    pub async fn glance(&self) -> Result<Glance, SqlError> {
        Ok(Glance(match &self.engine {
            Engine::Sqlite(db) => Glancing::Sqlite(db.glance().await?),
            Engine::Postgres(db) => Glancing::Postgres(Box::new(db.read().await?)),
        }))
    }

    /// A transaction that can write: on SQLite a turn at the one writer, waited for in order.
    ///
    /// No call to the outside may stand between this and [`WriteTx::commit`].
    pub async fn begin(&self) -> Result<WriteTx, SqlError> {
        let engine = match &self.engine {
            Engine::Sqlite(db) => Write::Sqlite(db.begin().await?),
            Engine::Postgres(db) => Write::Postgres(Box::new(db.begin().await?)),
        };
        Ok(WriteTx::new(engine, Arc::clone(&self.room)))
    }

    /// Brings the schema up to date: each missing step in a transaction of its own, one process at a time. A SQLite file that holds
    /// something is copied to `PATH.backup-before-ID` first.
    ///
    /// # Errors
    /// [`SqlError::NewerSchema`], [`SqlError::ChecksumMismatch`], [`SqlError::MigrationOrder`], [`SqlError::Migration`]; the steps
    /// before the failed one stay applied.
    pub async fn migrate(&self, set: &Migrations) -> Result<Migrated, SqlError> {
        match &self.engine {
            Engine::Sqlite(db) => db.migrate(set).await,
            Engine::Postgres(db) => db.migrate(set).await,
        }
    }

    /// Every column of every table and view, sorted.
    pub async fn schema(&self) -> Result<Vec<Column>, SqlError> {
        let mut columns = match &self.engine {
            Engine::Sqlite(db) => db.schema().await?,
            Engine::Postgres(db) => db.schema().await?,
        };
        columns.sort();
        Ok(columns)
    }

    /// Who can number things densely in the order of commits.
    #[must_use]
    pub fn positions(&self) -> Positions {
        match &self.engine {
            Engine::Sqlite(_) => Positions::Inline,
            Engine::Postgres(_) => Positions::Sequenced,
        }
    }

    /// Wakes those who listen on `channel`, in every process that has this database open.
    pub fn notify(&self, channel: &'static str) {
        match &self.engine {
            Engine::Sqlite(db) => db.bells().ring(channel),
            Engine::Postgres(db) => db.courier().send(channel),
        }
    }

    /// The wake-ups of `channel` from now on. After a broken connection to PostgreSQL every channel is woken once.
    #[must_use]
    pub fn listen(&self, channel: &'static str) -> Wakeups {
        match &self.engine {
            Engine::Sqlite(db) => db.bells().listen(channel),
            Engine::Postgres(db) => db.courier().listen(channel),
        }
    }

    /// The name of the file that a copy of this database is in a backup: the two engines' copies are not the same.
    #[must_use]
    pub fn copy_name(&self) -> &'static str {
        match &self.engine {
            Engine::Sqlite(_) => "dream.db",
            Engine::Postgres(_) => "dream.copy",
        }
    }

    /// Copies the database to the file `to`, which must not exist, while others read and write: one consistent snapshot, wholly or not at
    /// all. On SQLite the copy is a database file; on PostgreSQL it is for [`Db::restore`].
    ///
    /// # Errors
    /// [`SqlError::File`]; [`SqlError::Unsupported`] when there are tables beside ours; what reading says.
    pub async fn backup(&self, to: &Path) -> Result<(), SqlError> {
        match &self.engine {
            Engine::Sqlite(db) => db.backup(to).await,
            Engine::Postgres(db) => db.backup(to).await,
        }
    }

    /// Fills an empty PostgreSQL database from a copy that [`Db::backup`] made, in one transaction. The schema is the one that the copy
    /// had; [`Db::migrate`] brings it up to date.
    ///
    /// # Errors
    /// [`SqlError::NotEmpty`], [`SqlError::Copy`], [`SqlError::NewerSchema`], [`SqlError::ChecksumMismatch`]; then nothing was changed.
    /// [`SqlError::Unsupported`] on SQLite, whose copy is put in the place of the file.
    pub async fn restore(&self, set: &Migrations, from: &Path) -> Result<(), SqlError> {
        match &self.engine {
            Engine::Sqlite(_) => {
                Err(SqlError::Unsupported { what: "restoring into an open database file", hint: "put the copy in the place of the file" })
            }
            Engine::Postgres(db) => db.restore(set, from).await,
        }
    }

    /// Whether a write was refused for want of space since [`Db::forget_want_of_space`] was last called. Only this process's own
    /// writes count.
    #[must_use]
    pub fn wanted_space(&self) -> bool {
        self.room.was_wanted()
    }

    /// Forgets that a write was refused for want of space; the next that is notes it again.
    pub fn forget_want_of_space(&self) {
        self.room.forget();
    }

    /// The time by the database's own clock, in microseconds since 1970; `None` where it has none but this machine's (SQLite).
    pub async fn time_micros(&self) -> Result<Option<i64>, SqlError> {
        match &self.engine {
            Engine::Sqlite(_) => Ok(None),
            Engine::Postgres(_) => {
                const TIME: crate::Sql = crate::Sql::both("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint");
                let row = self.read().await?.query_opt(&TIME, &[]).await?.ok_or(SqlError::Closed)?;
                row.int(0).map(Some)
            }
        }
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), SqlError> {
        let mut tx = self.read().await?;
        tx.query(&crate::Sql::both("SELECT 1"), &[]).await.map(drop)
    }

    /// Ends: what was committed is saved, a SQLite file is checkpointed and unlocked. Every clone is closed with it.
    pub async fn close(self) -> Result<(), SqlError> {
        match self.engine {
            Engine::Sqlite(db) => db.close().await,
            Engine::Postgres(db) => {
                db.close().await;
                Ok(())
            }
        }
    }
}
