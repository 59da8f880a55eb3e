//! The store itself: opening, reading, beginning.

use crate::{Query, StoreError, Unit, migrations, noun};
use dream_clock::{Clock, Rng, Timestamp};
use dream_id::{Cursor, Limit, Page, Scope, TypedId};
use dream_ledger::Stream;
use dream_sql::{Db, Options, ReadTx, Row, Sql, Value};
use std::path::Path;
use std::sync::Arc;

/// The database with the product's schema in it. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) db: Db,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
}

impl Store {
    /// Opens the database and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Sql`] when it cannot be opened, is locked, or was written by a newer version.
    pub async fn open(options: Options, clock: Arc<dyn Clock>, rng: Arc<dyn Rng>) -> Result<Self, StoreError> {
        let db = Db::open(options).await.map_err(StoreError::sql("opening the database"))?;
        db.migrate(&migrations::ALL).await.map_err(StoreError::sql("bringing the schema up to date"))?;
        Ok(Self { db, clock, rng })
    }

    /// Opens an empty PostgreSQL database, fills it from the copy `from` in one transaction, and brings its schema up to date.
    ///
    /// # Errors
    /// As [`Db::restore`]; then nothing was changed.
    pub async fn restore(options: Options, clock: Arc<dyn Clock>, rng: Arc<dyn Rng>, from: &Path) -> Result<Self, StoreError> {
        let db = Db::open(options).await.map_err(StoreError::sql("opening the database"))?;
        db.restore(&migrations::ALL, from).await.map_err(StoreError::sql("restoring the database"))?;
        db.migrate(&migrations::ALL).await.map_err(StoreError::sql("bringing the schema up to date"))?;
        Ok(Self { db, clock, rng })
    }

    /// A consistent view that cannot write.
    pub async fn read(&self) -> Result<Reader, StoreError> {
        Ok(Reader { tx: self.db.read().await.map_err(StoreError::sql("beginning to read"))? })
    }

    /// A consistent view for whoever decides what to write next, short and without waiting for the disk: nothing may leave on the strength of
    /// it but after a [`Unit`] that follows is saved.
    pub async fn read_ahead(&self) -> Result<Reader, StoreError> {
        Ok(Reader { tx: self.db.read_ahead().await.map_err(StoreError::sql("beginning to read"))? })
    }

    /// A consistent view for a few rows that are found by their keys, which may still be on their way to the disk: nothing may leave on
    /// the strength of it before the [`Witness`] that [`Glance::end`] gives allows it.
    pub async fn glance(&self) -> Result<Glance, StoreError> {
        Ok(Glance { tx: self.db.glance().await.map_err(StoreError::sql("beginning to read"))? })
    }

    /// A unit of work.
    pub async fn begin(&self) -> Result<Unit, StoreError> {
        let tx = self.db.begin().await.map_err(StoreError::sql("beginning a unit of work"))?;
        Ok(Unit::new(tx, self.clone()))
    }

    /// Ends all work with the database; what was acknowledged is on disk already.
    pub async fn close(self) -> Result<(), StoreError> {
        self.db.close().await.map_err(StoreError::sql("closing the database"))
    }

    /// Now, by the store's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// The random source.
    #[must_use]
    pub fn rng(&self) -> &Arc<dyn Rng> {
        &self.rng
    }

    /// A new id.
    #[must_use]
    pub fn new_id<I: TypedId>(&self) -> I {
        dream_clock::new_id(self.clock.as_ref(), self.rng.as_ref())
    }

    /// The database below, for health checks, backups and wake-ups.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }
}

/// A consistent view of the database that cannot write.
pub struct Reader {
    tx: ReadTx,
}

impl Query for Reader {
    async fn rows(&mut self, sql: &Sql, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.tx.query(sql, params).await.map_err(StoreError::sql("reading"))
    }

    async fn row(&mut self, sql: &Sql, params: &[Value]) -> Result<Option<Row>, StoreError> {
        self.tx.query_opt(sql, params).await.map_err(StoreError::sql("reading"))
    }
}

/// A consistent view for a few rows that are found by their keys, which may still be on their way to the disk.
pub struct Glance {
    tx: dream_sql::Glance,
}

impl Query for Glance {
    async fn rows(&mut self, sql: &Sql, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.tx.query(sql, params).await.map_err(StoreError::sql("reading"))
    }

    async fn row(&mut self, sql: &Sql, params: &[Value]) -> Result<Option<Row>, StoreError> {
        self.tx.query_opt(sql, params).await.map_err(StoreError::sql("reading"))
    }
}

impl Glance {
    /// Ends, and tells when what was seen is on disk.
    pub fn end(self) -> Witness {
        Witness(self.tx.end())
    }
}

/// Tells when what a [`Glance`] saw is on disk.
#[must_use = "an answer that rests on what was seen waits for `settled`"]
pub struct Witness(dream_sql::Witness);

impl Witness {
    /// Waits until what was seen is on disk.
    pub async fn settled(self) -> Result<(), StoreError> {
        self.0.settled().await.map_err(StoreError::sql("waiting for what was seen to be saved"))
    }
}

impl Reader {
    /// The stream `id`, if it is in `scope`.
    pub async fn find<A: crate::Noun>(&mut self, scope: Scope, id: A::Id) -> Result<Option<Stream<A>>, StoreError> {
        noun::find(self, scope, id, false).await
    }

    /// The streams that `filter` names, oldest first unless it asks for a page.
    pub async fn list<A: crate::Noun>(&mut self, scope: Scope, filter: &crate::Filter) -> Result<Vec<Stream<A>>, StoreError> {
        noun::list(self, scope, filter).await
    }

    /// One page of the streams that `filter` names, newest first.
    pub async fn page<A: crate::Noun>(
        &mut self,
        scope: Scope,
        filter: crate::Filter,
        cursor: Option<Cursor>,
        limit: Limit,
    ) -> Result<Page<Stream<A>>, StoreError> {
        noun::page(self, scope, filter, cursor, limit).await
    }
}
