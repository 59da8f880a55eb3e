//! Bringing a SQLite file up to date.

use super::{backup, error::error, lock::with_suffix};
use crate::{
    Migrated, SqlError,
    migrations::{Applied, Step, pending},
};
use rusqlite::{Connection, params};
use std::path::{Path, PathBuf};

const TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_migrations \
     (id bigint NOT NULL PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at bigint NOT NULL)";

/// Applies what is missing; nobody else writes meanwhile.
pub(super) fn run(connection: &mut Connection, path: &Path, steps: &[Step]) -> Result<Migrated, SqlError> {
    let read = error("reading which migrations the database has");
    let is_new: bool = connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0)).map_err(read)?;
    let done = if is_new { Vec::new() } else { applied(connection)? };
    let missing = pending(steps, &done)?;
    let mut migrated = Migrated { version: done.iter().map(|one| one.id).max().unwrap_or(0), ..Migrated::default() };
    if let Some(first) = missing.first()
        && !is_new
    {
        migrated.backup = Some(save_copy(connection, path, first.id)?);
    }
    let restore = sync_in_commit(connection)?;
    for step in &missing {
        apply(connection, step).map_err(|source| SqlError::Migration { id: step.id, name: step.name, source: Box::new(source) })?;
        tracing::info!(migration.id = step.id, migration.name = step.name, "migration applied");
        migrated.applied.push(step.id);
        migrated.version = step.id;
    }
    connection.execute_batch(&restore).map_err(error("ending to migrate"))?;
    Ok(migrated)
}

/// Makes COMMIT sync by itself; returns what sets it back.
fn sync_in_commit(connection: &Connection) -> Result<String, SqlError> {
    let fail = error("preparing to migrate");
    let before: i64 = connection.query_row("PRAGMA synchronous", [], |row| row.get(0)).map_err(&fail)?;
    connection.execute_batch("PRAGMA synchronous = FULL").map_err(fail)?;
    Ok(format!("PRAGMA synchronous = {before}"))
}

fn applied(connection: &Connection) -> Result<Vec<Applied>, SqlError> {
    let read = error("reading which migrations the database has");
    connection.execute_batch(TABLE).map_err(&read)?;
    let mut statement = connection.prepare("SELECT id, checksum FROM schema_migrations ORDER BY id").map_err(&read)?;
    let rows = statement.query_map([], |row| Ok(Applied { id: row.get(0)?, checksum: row.get(1)? })).map_err(&read)?;
    rows.collect::<Result<_, _>>().map_err(read)
}

fn save_copy(connection: &Connection, path: &Path, id: u32) -> Result<PathBuf, SqlError> {
    let to = with_suffix(path, &format!(".backup-before-{id}"));
    backup::replace(connection, &to)?;
    Ok(to)
}

/// One step in one transaction. Foreign keys are checked at its end, so that a step may build a table anew.
fn apply(connection: &mut Connection, step: &Step) -> Result<(), SqlError> {
    let fail = error("applying a migration");
    connection.execute_batch("PRAGMA foreign_keys = OFF").map_err(&fail)?;
    let result = apply_unchecked(connection, step);
    connection.execute_batch("PRAGMA foreign_keys = ON").map_err(&fail)?;
    result
}

fn apply_unchecked(connection: &mut Connection, step: &Step) -> Result<(), SqlError> {
    const RECORD: &str = "INSERT INTO schema_migrations (id, name, checksum, applied_at) \
         VALUES ($1, $2, $3, CAST(unixepoch('subsec') * 1000000 AS integer))";
    let fail = error("applying a migration");
    let tx = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(&fail)?;
    tx.execute_batch(TABLE).map_err(&fail)?;
    tx.execute_batch(&step.text).map_err(&fail)?;
    let broken: Option<String> = tx
        .prepare("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1")
        .and_then(|mut check| check.query_map([], |row| row.get(0))?.next().transpose())
        .map_err(&fail)?;
    if let Some(table) = broken {
        let source = "rows of the table point to rows that do not exist";
        return Err(SqlError::Constraint { rule: "foreign key", constraint: table, source: source.into() });
    }
    tx.execute(RECORD, params![step.id, step.name, step.checksum]).map_err(&fail)?;
    tx.commit().map_err(fail)
}
