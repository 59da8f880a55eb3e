//! Bringing a PostgreSQL database up to date.

use super::error;
use crate::{
    Migrated, SqlError,
    migrations::{Applied, Step, pending},
};
use deadpool_postgres::Object;
use tokio_postgres::Client;

/// The lock that lets one process migrate at a time: "dreamsql" in ASCII.
pub(super) const LOCK: i64 = 0x6472_6561_6d73_716c;

/// Where a database keeps which steps it has.
pub(super) const TABLE_NAME: &str = "schema_migrations";

pub(super) const TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_migrations \
     (id bigint NOT NULL PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at bigint NOT NULL)";

/// Applies what is missing, on a connection that is closed afterwards: the lock ends with it.
pub(super) async fn run(client: Object, location: &str, steps: &[Step]) -> Result<Migrated, SqlError> {
    let client = Object::take(client);
    let fail = |source| error::statement("preparing to migrate", location, source);
    // Another process may migrate for minutes, and a step may wait for it.
    client.batch_execute("SET lock_timeout = 0").await.map_err(fail)?;
    client.execute("SELECT pg_advisory_lock($1)", &[&LOCK]).await.map_err(fail)?;
    client.batch_execute(TABLE).await.map_err(fail)?;
    let done = applied(&client).await.map_err(fail)?;
    let missing = pending(steps, &done)?;
    let mut migrated = Migrated { version: done.iter().map(|one| one.id).max().unwrap_or(0), ..Migrated::default() };
    for step in &missing {
        apply(&client, step).await.map_err(|source| {
            let source = Box::new(error::statement("applying a migration", location, source));
            SqlError::Migration { id: step.id, name: step.name, source }
        })?;
        tracing::info!(migration.id = step.id, migration.name = step.name, "migration applied");
        migrated.applied.push(step.id);
        migrated.version = step.id;
    }
    Ok(migrated)
}

pub(super) async fn applied(client: &Client) -> Result<Vec<Applied>, tokio_postgres::Error> {
    let rows = client.query("SELECT id, checksum FROM schema_migrations ORDER BY id", &[]).await?;
    let one = |row: &tokio_postgres::Row| {
        let id: i64 = row.try_get(0)?;
        // What does not fit is no number of ours: it counts as newer than any.
        Ok(Applied { id: u32::try_from(id).unwrap_or(u32::MAX), checksum: row.try_get(1)? })
    };
    rows.iter().map(one).collect()
}

/// One step in one transaction; the connection is closed if it fails.
async fn apply(client: &Client, step: &Step) -> Result<(), tokio_postgres::Error> {
    client.batch_execute("BEGIN").await?;
    run_step(client, step).await?;
    client.batch_execute("COMMIT").await
}

/// One step in the transaction that is open.
pub(super) async fn run_step(client: &Client, step: &Step) -> Result<(), tokio_postgres::Error> {
    const RECORD: &str = "INSERT INTO schema_migrations (id, name, checksum, applied_at) \
         VALUES ($1, $2, $3, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)";
    client.batch_execute(&step.text).await?;
    client.execute(RECORD, &[&i64::from(step.id), &step.name, &step.checksum]).await.map(drop)
}
