//! A database from the file that a copy is: in one transaction, so that a broken-off load leaves nothing behind.

use super::{
    error,
    frames::{Entry, Reader, Table},
    migrate,
};
use crate::{
    SqlError,
    migrations::{Applied, Step, pending},
};
use bytes::Bytes;
use deadpool_postgres::Object;
use futures::{SinkExt, pin_mut};
use std::path::Path;
use tokio_postgres::Client;

/// Anything that stands in the schema already.
const OCCUPANT: &str = "SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace \
     AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') ORDER BY c.relkind = 'S', c.relname LIMIT 1";
/// The columns whose values the server counts up, and the largest of which is now another.
const COUNTED: &str = "SELECT c.relname::text, a.attname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid \
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attidentity <> '' AND NOT a.attisdropped";

/// Makes the schema that the copy had and fills it. The connection is closed afterwards, and with it what was not committed.
pub(super) async fn read(client: Object, location: &str, known: &[Step], from: &Path) -> Result<(), SqlError> {
    let client = Object::take(client);
    let fail = |source| error::statement("restoring the database", location, source);
    let mut reader = Reader::open(from).await?;
    client.batch_execute("SET lock_timeout = 0; BEGIN").await.map_err(fail)?;
    client.execute("SELECT pg_advisory_xact_lock($1)", &[&migrate::LOCK]).await.map_err(fail)?;
    if let Some(row) = client.query_opt(OCCUPANT, &[]).await.map_err(fail)? {
        return Err(SqlError::NotEmpty { location: location.to_owned(), found: row.try_get(0).map_err(fail)? });
    }
    let mut applied = Vec::new();
    let mut entry = reader.entry().await?;
    while let Entry::Migration { id, checksum } = entry {
        applied.push(Applied { id, checksum });
        entry = reader.entry().await?;
    }
    schema(&client, location, known, &applied).await?;
    while let Entry::Table(table) = entry {
        fill(&client, location, &table, &mut reader).await?;
        entry = reader.entry().await?;
    }
    if entry != Entry::End {
        return Err(reader.broken("its parts are out of order"));
    }
    count_on(&client).await.map_err(fail)?;
    // Plans made on what the server guesses of new tables are poor ones.
    client.batch_execute("ANALYZE").await.map_err(fail)?;
    client.batch_execute("COMMIT").await.map_err(|source| error::commit(location, source))
}

/// The steps that the copy had, by the texts of this program, which must be the same.
async fn schema(client: &Client, location: &str, known: &[Step], applied: &[Applied]) -> Result<(), SqlError> {
    pending(known, applied)?;
    let fail = |source| error::statement("preparing to restore", location, source);
    client.batch_execute(migrate::TABLE).await.map_err(fail)?;
    for step in known.iter().filter(|step| applied.iter().any(|one| one.id == step.id)) {
        migrate::run_step(client, step).await.map_err(|source| {
            let source = Box::new(error::statement("applying a migration", location, source));
            SqlError::Migration { id: step.id, name: step.name, source }
        })?;
    }
    Ok(())
}

async fn fill(client: &Client, location: &str, table: &Table, reader: &mut Reader) -> Result<(), SqlError> {
    let fail = |source| error::statement("restoring a table", location, source);
    let sink = client.copy_in::<_, Bytes>(&format!("COPY {} FROM STDIN (FORMAT binary)", table.sql())).await.map_err(fail)?;
    pin_mut!(sink);
    while let Some(piece) = reader.piece().await? {
        sink.feed(piece.into()).await.map_err(fail)?;
    }
    sink.finish().await.map(drop).map_err(fail)
}

async fn count_on(client: &Client) -> Result<(), tokio_postgres::Error> {
    for row in client.query(COUNTED, &[]).await? {
        let (table, column): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let largest = format!("SELECT coalesce(max(\"{column}\"), 0) + 1 FROM \"{table}\"");
        let set = format!("SELECT setval(pg_get_serial_sequence('\"{table}\"', '{column}'), ({largest}), false)");
        client.batch_execute(&set).await?;
    }
    Ok(())
}
