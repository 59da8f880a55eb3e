//! Rows are a cache of the ledger: dropping them all, folding them anew, and comparing.

use crate::{GOVERNED_TABLES, Noun, Query, Store, StoreError, Unit, nouns, unit::row_values};
use dream_id::{SystemKey, TypedId};
use dream_ledger::{Envelope, Stream};
use dream_sql::{Sql, Value};
use std::collections::BTreeMap;

/// A row that is not what its events say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The table.
    pub table: &'static str,
    /// The row's id.
    pub id: String,
    /// The row as it was; `None` when it should not have been missing.
    pub row: Option<String>,
    /// The row as its events say; `None` when no events know it.
    pub ledger: Option<String>,
}

impl Store {
    /// Drops every governed row, folds them all from the ledger, and gives the differences. With `keep`, the rebuilt rows stay;
    /// without it nothing is changed.
    pub async fn rebuild(&self, _key: SystemKey, keep: bool) -> Result<Vec<Difference>, StoreError> {
        let mut unit = self.begin().await?;
        let mut differences = Vec::new();
        nouns::rebuild_all(&mut unit, &mut differences).await?;
        if keep {
            unit.commit().await?;
        }
        Ok(differences)
    }

    /// How many rows each governed table has.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn governed_rows(&self, _key: SystemKey) -> Result<Vec<(&'static str, u64)>, StoreError> {
        let (mut reader, column) = (self.read().await?, StoreError::sql("counting rows"));
        let mut counted = Vec::with_capacity(GOVERNED_TABLES.len());
        for table in GOVERNED_TABLES {
            let row = reader.row(&Sql::owned(format!("SELECT count(*) FROM {table}")), &[]).await?;
            let rows = row.map_or(Ok(0), |row| row.int(0)).map_err(&column)?;
            counted.push((*table, u64::try_from(rows).unwrap_or(0)));
        }
        Ok(counted)
    }
}

/// Adds one event to the fold of a stream.
pub(crate) fn fold_one<A: Noun>(folded: &mut Option<Stream<A>>, id: A::Id, envelope: &Envelope) -> Result<(), StoreError> {
    let event = envelope.event::<A::Event>()?;
    let state = match folded.take() {
        None => A::create(id, &event)?,
        Some(stream) => {
            let mut state = stream.state().clone();
            state.apply(&event);
            state
        }
    };
    *folded = Some(Stream::loaded(envelope.org, id, envelope.version, state));
    Ok(())
}

/// Drops and folds the rows of one noun.
pub(crate) async fn rebuild_noun<A: Noun>(unit: &mut Unit, differences: &mut Vec<Difference>) -> Result<(), StoreError> {
    let before = dump::<A>(unit).await?;
    unit.execute(&Sql::owned(format!("DELETE FROM {}", A::TABLE)), &[]).await?;
    for stream in fold_all::<A>(unit).await? {
        unit.execute(&A::statements().insert, &row_values(&stream)?).await?;
    }
    let after = dump::<A>(unit).await?;
    let ids = before.keys().chain(after.keys()).collect::<std::collections::BTreeSet<_>>();
    for id in ids {
        let (row, ledger) = (before.get(id), after.get(id));
        if row != ledger {
            differences.push(Difference { table: A::TABLE, id: id.clone(), row: row.cloned(), ledger: ledger.cloned() });
        }
    }
    Ok(())
}

async fn fold_all<A: Noun>(unit: &mut Unit) -> Result<Vec<Stream<A>>, StoreError> {
    // Streams of one noun share their id's prefix, so they lie side by side in the index.
    const EVENTS: Sql = Sql::both(
        "SELECT stream, version, body FROM events WHERE (stream > $1 OR (stream = $1 AND version > $2)) AND stream < $3 \
         ORDER BY stream, version LIMIT 5000",
    );
    let end = Value::from(format!("{}`", A::Id::PREFIX));
    let (mut stream, mut version) = (format!("{}_", A::Id::PREFIX), 0_i64);
    let mut folded = Vec::new();
    let mut current: Option<Stream<A>> = None;
    let column = StoreError::sql("rebuilding rows");
    loop {
        let rows = unit.rows(&EVENTS, &[stream.as_str().into(), version.into(), end.clone()]).await?;
        if rows.is_empty() {
            folded.extend(current.take());
            return Ok(folded);
        }
        for row in &rows {
            let name = row.text(0).map_err(&column)?;
            if name != stream {
                folded.extend(current.take());
                name.clone_into(&mut stream);
            }
            version = row.int(1).map_err(&column)?;
            let id = name.parse().map_err(|error| StoreError::damaged("events", name, error))?;
            fold_one::<A>(&mut current, id, &crate::feed::parse(row.bytes(2).map_err(&column)?)?)?;
        }
    }
}

async fn dump<A: Noun>(unit: &mut Unit) -> Result<BTreeMap<String, String>, StoreError> {
    let columns: String = A::COLUMNS.iter().map(|column| format!(", {column}")).collect();
    let rows = unit.rows(&Sql::owned(format!("SELECT id, org, version, format, state{columns} FROM {}", A::TABLE)), &[]).await?;
    rows.iter()
        .map(|row| {
            let id = row.text(0).map_err(StoreError::sql("comparing rows"))?;
            Ok((id.to_owned(), format!("{row:?}")))
        })
        .collect()
}
