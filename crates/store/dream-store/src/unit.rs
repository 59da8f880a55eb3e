//! One unit of work: the only writer of governed rows.

use crate::{Noun, Query, Store, StoreError, heads::Leaves, noun};
use dream_id::{EventId, Scope};
use dream_ledger::{Aggregate, Entry, Recorded, Stream};
use dream_sql::{Row, Sql, Value, WriteTx};

/// The most bytes that a row's state should have: what grows belongs into streams and bodies of its own.
const LARGEST_ROW: usize = 8 * 1024;

/// A unit of work. Dropped without [`Unit::commit`], nothing of it happened.
pub struct Unit {
    tx: WriteTx,
    store: Store,
    cause: Option<String>,
    trace: Option<String>,
    leaves: Leaves,
}

impl Query for Unit {
    async fn rows(&mut self, sql: &Sql, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.tx.query(sql, params).await.map_err(StoreError::sql("reading within a unit of work"))
    }

    async fn row(&mut self, sql: &Sql, params: &[Value]) -> Result<Option<Row>, StoreError> {
        self.tx.query_opt(sql, params).await.map_err(StoreError::sql("reading within a unit of work"))
    }
}

impl Unit {
    pub(crate) fn new(tx: WriteTx, store: Store) -> Self {
        Self { tx, store, cause: None, trace: None, leaves: Leaves::default() }
    }

    /// Names what led to the events of this unit, and the trace they belong to.
    #[must_use]
    pub fn caused_by(mut self, cause: Option<String>, trace: Option<String>) -> Self {
        self.cause = cause;
        self.trace = trace;
        self
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// The stream `id`, if it is in `scope`.
    pub async fn find<A: Noun>(&mut self, scope: Scope, id: A::Id) -> Result<Option<Stream<A>>, StoreError> {
        noun::find(self, scope, id, false).await
    }

    /// The stream `id`, locked until the end of the unit, if it is in `scope`.
    pub async fn lock<A: Noun>(&mut self, scope: Scope, id: A::Id) -> Result<Option<Stream<A>>, StoreError> {
        noun::find(self, scope, id, true).await
    }

    /// The streams that `filter` names, oldest first unless it asks for a page.
    pub async fn list<A: Noun>(&mut self, scope: Scope, filter: &crate::Filter) -> Result<Vec<Stream<A>>, StoreError> {
        noun::list(self, scope, filter).await
    }

    /// Appends the stream's pending events to the ledger and saves its folded state.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else saved it since it was loaded.
    pub async fn save<A: Noun>(&mut self, stream: &mut Stream<A>) -> Result<(), StoreError> {
        let before = stream.saved_version();
        let events = stream.take_pending();
        if events.is_empty() {
            return Ok(());
        }
        for (version, event) in (before + 1..).zip(&events) {
            self.append::<A>(stream, version, event).await?;
        }
        self.save_row(stream, before).await
    }

    /// Appends the pending events of a stream that nothing but the ledger keeps: it has no row.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the stream has them already.
    pub async fn append_only<A: Aggregate>(&mut self, stream: &mut Stream<A>) -> Result<(), StoreError> {
        let before = stream.saved_version();
        for (version, event) in (before + 1..).zip(&stream.take_pending()) {
            self.append::<A>(stream, version, event).await?;
        }
        Ok(())
    }

    async fn append<A: Aggregate>(&mut self, stream: &Stream<A>, version: u64, event: &Recorded<A::Event>) -> Result<(), StoreError> {
        // Where positions are given later, the event is put into the outbox by the same statement.
        const INSERT: Sql = Sql::each(
            "INSERT INTO events (org, stream, version, kind, at, body, leaf) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            "WITH added AS (INSERT INTO events (org, stream, version, kind, at, body, leaf) VALUES ($1, $2, $3, $4, $5, $6, $7) \
             RETURNING seq) INSERT INTO outbox (seq) SELECT seq FROM added",
        );
        let (org, id) = (stream.org(), stream.id().to_string());
        let (cause, trace) = (self.cause.as_deref(), self.trace.as_deref());
        let entry = Entry { id: self.store.new_id::<EventId>(), org, stream: &id, version, cause, trace };
        let written = entry.write::<A>(event)?;
        let params = [
            org.to_string().into(),
            id.into(),
            integer(version).into(),
            written.kind.into(),
            event.at.micros().into(),
            written.body.into(),
            written.leaf.as_bytes().to_vec().into(),
        ];
        self.tx.execute(&INSERT, &params).await.map_err(conflict::<A>(stream, "appending to the ledger"))?;
        self.leaves.push(org, written.leaf);
        Ok(())
    }

    async fn save_row<A: Noun>(&mut self, stream: &Stream<A>, before: u64) -> Result<(), StoreError> {
        let sql = if before == 0 { &A::statements().insert } else { &A::statements().update };
        let mut params = row_values(stream)?;
        if before > 0 {
            params.push(integer(before).into());
        }
        let changed = self.tx.execute(sql, &params).await.map_err(conflict::<A>(stream, "saving a row"))?;
        if changed == 1 { Ok(()) } else { Err(StoreError::Conflict { noun: A::NOUN, id: stream.id().to_string() }) }
    }

    /// The transaction itself, for what another crate of the store keeps in the same database and commits with this unit, such as messages
    /// on the bus. Only for tables that are not governed: a governed row that is written here is not what its events say, and a rebuild
    /// reports it.
    pub fn beside(&mut self) -> &mut WriteTx {
        &mut self.tx
    }

    /// Runs a statement of this crate that writes a table which is not governed.
    pub(crate) async fn execute(&mut self, sql: &Sql, params: &[Value]) -> Result<u64, StoreError> {
        self.tx.execute(sql, params).await.map_err(StoreError::sql("writing"))
    }

    /// Waits until no other unit of any process holds the lock `key`, and holds it until the end of this one.
    pub async fn exclude_others(&mut self, _key: dream_id::SystemKey, key: i64) -> Result<(), StoreError> {
        self.advisory_lock(key).await
    }

    pub(crate) async fn advisory_lock(&mut self, key: i64) -> Result<(), StoreError> {
        self.tx.advisory_lock(key).await.map_err(StoreError::sql("taking a lock"))
    }

    pub(crate) fn notify(&mut self, channel: &'static str) {
        self.tx.notify(channel);
    }

    /// Commits: when this returns, the unit is on disk.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing of the unit happened.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        if !self.leaves.is_empty() {
            // Where commits are shared, the events have their positions, and the trees grow once for all of them. Elsewhere the sequencer
            // does both afterwards.
            let later = self.tx.together(std::mem::take(&mut self.leaves));
            self.tx.notify(if later.is_none() { crate::feed::FEED } else { crate::feed::LEDGER });
        }
        self.tx.commit().await.map_err(StoreError::sql("committing"))
    }

    /// Ends without saving, and waits until all that the unit saw is on disk: an answer that rests on it may leave then.
    ///
    /// # Errors
    /// A retryable one when something it saw was never saved: the answer would be wrong.
    pub async fn abandon(self) -> Result<(), StoreError> {
        self.tx.rollback().await.map_err(StoreError::sql("waiting for what was seen to be saved"))
    }
}

pub(crate) fn row_values<A: Noun>(stream: &Stream<A>) -> Result<Vec<Value>, StoreError> {
    let state = serde_json::to_string(stream.state()).map_err(|error| StoreError::damaged(A::TABLE, stream.id(), error))?;
    if state.len() > LARGEST_ROW {
        tracing::warn!(row.table = A::TABLE, row.id = %stream.id(), row.bytes = state.len(), "a row is larger than rows should be");
    }
    let mut values = vec![
        stream.id().to_string().into(),
        stream.org().to_string().into(),
        integer(stream.saved_version()).into(),
        A::FORMAT.into(),
        state.into(),
    ];
    values.extend(stream.columns());
    Ok(values)
}

fn conflict<A: Aggregate>(stream: &Stream<A>, doing: &'static str) -> impl Fn(dream_sql::SqlError) -> StoreError {
    let id = stream.id();
    move |source| {
        if source.is_unique() { StoreError::Conflict { noun: A::NOUN, id: id.to_string() } } else { StoreError::Sql { doing, source } }
    }
}

pub(crate) fn integer(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
