//! An open SQLite database: the lock on its file, the writer's turn, the readers.

use super::{
    backup,
    committer::Committer,
    connect,
    disk::Disk,
    error::error,
    lock::FileLock,
    migrate,
    read::{Glance, ReadTx, Readers},
    schema,
    turn::Turn,
    write::{WriteTx, Writer},
};
use crate::{Column, Migrated, Migrations, Options, SqlError, wakeups::Bells};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// An open SQLite database.
pub(crate) struct Database {
    turn: Arc<Turn>,
    readers: Readers,
    disk: Arc<Disk>,
    bells: Arc<Bells>,
    path: PathBuf,
    options: Options,
}

impl Database {
    pub(crate) async fn open(path: PathBuf, options: Options) -> Result<Self, SqlError> {
        blocking(move || Self::open_now(path, options)).await
    }

    fn open_now(path: PathBuf, mut options: Options) -> Result<Self, SqlError> {
        let file = FileLock::take(&path)?;
        options.durability = connect::durability(&path, options.durability);
        let bells = Arc::new(Bells::default());
        let connection = connect::writer(&path, &options)?;
        let disk = Arc::new(Disk::new(&path, options.durability, Arc::clone(&bells))?);
        let readers = (0..options.readers.max(1)).map(|_| connect::reader(&path, &options)).collect::<Result<_, _>>()?;
        let readers = Readers::start(readers, options.acquire_timeout)?;
        let turn = Turn::new(Writer::new(connection, Arc::clone(&disk), file), Committer::start()?, options.acquire_timeout);
        Ok(Self { turn, readers, disk, bells, path, options })
    }

    pub(crate) fn bells(&self) -> &Bells {
        &self.bells
    }

    pub(crate) async fn read(&self) -> Result<ReadTx, SqlError> {
        self.readers.begin(&self.disk).await
    }

    pub(crate) async fn read_ahead(&self) -> Result<ReadTx, SqlError> {
        self.readers.begin_ahead().await
    }

    pub(crate) async fn glance(&self) -> Result<Glance, SqlError> {
        self.readers.glance(&self.disk).await
    }

    pub(crate) async fn begin(&self) -> Result<WriteTx, SqlError> {
        WriteTx::begin(&self.turn, self.options.strict_turns).await
    }

    pub(crate) async fn migrate(&self, set: &Migrations) -> Result<Migrated, SqlError> {
        let mut lease = self.turn.take().await?;
        let (path, steps) = (self.path.clone(), set.for_sqlite());
        blocking(move || {
            let writer = lease.writer()?;
            if let Some(open) = writer.commit_batch() {
                open.tell();
            }
            migrate::run(&mut writer.connection, &path, &steps)
        })
        .await
    }

    pub(crate) async fn schema(&self) -> Result<Vec<Column>, SqlError> {
        schema::columns(&mut self.read().await?).await
    }

    pub(crate) async fn backup(&self, to: &Path) -> Result<(), SqlError> {
        let (path, options, to) = (self.path.clone(), self.options.clone(), to.to_owned());
        blocking(move || backup::to_new_file(&connect::reader(&path, &options)?, &to)).await?;
        self.disk.settled(self.disk.last_commit()).await
    }

    pub(crate) async fn close(&self) -> Result<(), SqlError> {
        let writer = self.turn.close().await?;
        self.readers.close().await;
        self.bells.close();
        let Some(mut writer) = writer else { return Ok(()) };
        blocking(move || {
            if let Some(open) = writer.commit_batch() {
                open.tell();
            }
            writer.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").map_err(error("closing the database"))
        })
        .await
    }
}

/// Runs what waits for the disk on a thread made for it.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, SqlError> + Send + 'static) -> Result<T, SqlError> {
    tokio::task::spawn_blocking(work).await.map_err(|source| SqlError::other("working on the database file", source))?
}
