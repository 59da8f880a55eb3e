//! Copies of a PostgreSQL database to a file: one consistent snapshot, made while others read and write.

use super::{
    error,
    frames::{Table, Writer, is_name},
};
use crate::{SqlError, sqlite};
use deadpool_postgres::Object;
use futures::{StreamExt, pin_mut};
use std::path::Path;
use tokio_postgres::Client;

/// Tables, their columns but the computed ones, and which tables they refer to.
const TABLES: &str = "SELECT c.relname::text, \
     (SELECT string_agg(a.attname, ',' ORDER BY a.attnum) FROM pg_attribute a \
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''), \
     coalesce((SELECT string_agg(f.relname, ',') FROM pg_constraint k JOIN pg_class f ON f.oid = k.confrelid \
      WHERE k.conrelid = c.oid AND k.contype = 'f' AND f.oid <> c.oid), '') \
     FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' ORDER BY c.relname";

/// Copies everything to `to`, which must not exist: wholly or not at all. The connection is closed afterwards.
pub(super) async fn write(client: Object, location: &str, to: &Path) -> Result<(), SqlError> {
    if to.exists() {
        let exists = std::io::Error::new(std::io::ErrorKind::AlreadyExists, "there is a file of this name already");
        return Err(SqlError::file("writing the copy", to)(exists));
    }
    let client = Object::take(client);
    let partial = to.with_added_extension("partial");
    let fail = SqlError::file("writing the copy", to);
    let mut writer = Writer::create(&partial).await?;
    tables(&client, location, &mut writer).await?;
    writer.finish().await?;
    tokio::fs::rename(&partial, to).await.map_err(fail)?;
    sqlite::sync_folder(to)
}

async fn tables(client: &Client, location: &str, writer: &mut Writer) -> Result<(), SqlError> {
    let fail = |source| error::statement("copying the database", location, source);
    client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await.map_err(fail)?;
    for step in super::migrate::applied(client).await.map_err(fail)? {
        writer.migration(step.id, &step.checksum).await?;
    }
    for table in list(client).await.map_err(fail)? {
        if !is_name(&table.name) || !table.columns.iter().all(|column| is_name(column)) {
            return Err(SqlError::Unsupported {
                what: "a copy of a database with tables that are not ours",
                hint: "give this program a database or a schema of its own, or copy it with pg_dump",
            });
        }
        writer.table(&table).await?;
        let copy = client.copy_out(&format!("COPY {} TO STDOUT (FORMAT binary)", table.sql())).await.map_err(fail)?;
        pin_mut!(copy);
        while let Some(piece) = copy.next().await {
            writer.piece(&piece.map_err(fail)?).await?;
        }
        writer.piece(&[]).await?;
    }
    Ok(())
}

/// The tables, each after those that it refers to; the list of migrations is not among them.
async fn list(client: &Client) -> Result<Vec<Table>, tokio_postgres::Error> {
    let mut waiting = Vec::new();
    for row in client.query(TABLES, &[]).await? {
        let (name, columns, refers): (String, Option<String>, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let words = |text: &str| text.split(',').filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let table = Table { name, columns: words(&columns.unwrap_or_default()) };
        if table.name != super::migrate::TABLE_NAME {
            waiting.push((table, words(&refers)));
        }
    }
    Ok(in_order(waiting))
}

fn in_order(mut waiting: Vec<(Table, Vec<String>)>) -> Vec<Table> {
    let mut ordered: Vec<Table> = Vec::new();
    while !waiting.is_empty() {
        let is_placed = |name: &String| ordered.iter().any(|table| table.name == *name);
        let (ready, rest): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|(_, refers)| refers.iter().all(is_placed));
        // Tables that refer to one another in a circle have no order; loading them will say so.
        let (ready, rest) = if ready.is_empty() { (rest, ready) } else { (ready, rest) };
        ordered.extend(ready.into_iter().map(|(table, _)| table));
        waiting = rest;
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tables: &[(&str, &[&str])], expected: &[&str]) {
        let table = |name: &str| Table { name: name.to_owned(), columns: Vec::new() };
        let waiting = tables.iter().map(|(name, refers)| (table(name), refers.iter().map(|name| (*name).to_owned()).collect())).collect();
        let names: Vec<String> = in_order(waiting).into_iter().map(|table| table.name).collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn a_table_comes_after_those_it_refers_to() {
        check(&[("events", &[]), ("feed", &["events"]), ("outbox", &[])], &["events", "outbox", "feed"]);
        check(&[("a", &["b"]), ("b", &["c"]), ("c", &[])], &["c", "b", "a"]);
        check(&[("a", &["b"]), ("b", &["a"])], &["a", "b"]);
    }
}
