//! Running one statement on a connection.

use super::{error::error, placeholders};
use crate::{Row, SqlError, Value, value};
use rusqlite::{
    Connection, StatementStatus, ToSql,
    types::{ToSqlOutput, ValueRef},
};
use std::sync::atomic::{AtomicU64, Ordering};

/// How many prepared statements a connection keeps.
pub(super) const CACHED_STATEMENTS: usize = 512;

/// How many steps the statements of this process took, in a debug build. See [`crate::testing::sqlite_steps`].
pub(crate) static STEPS: AtomicU64 = AtomicU64::new(0);

/// A statement with its parameters, ready to run.
pub(crate) struct Prepared<'c> {
    statement: rusqlite::CachedStatement<'c>,
    connection: &'c Connection,
}

/// Every row of the answer.
pub(super) fn query(connection: &Connection, sql: &str, params: &[Value]) -> Result<Vec<Row>, SqlError> {
    prepare(connection, sql, params).and_then(rows)
}

/// The statement `sql` with `params`.
pub(crate) fn prepare<'c>(connection: &'c Connection, sql: &str, params: &[Value]) -> Result<Prepared<'c>, SqlError> {
    value::check(params)?;
    let mut statement = connection.prepare_cached(&placeholders::text(sql, params)).map_err(error("preparing a statement"))?;
    placeholders::bind(&mut statement, params)?;
    Ok(Prepared { statement, connection })
}

impl Drop for Prepared<'_> {
    fn drop(&mut self) {
        // For tests alone.
        if !cfg!(debug_assertions) {
            return;
        }
        let steps = self.statement.reset_status(StatementStatus::VmStep);
        STEPS.fetch_add(u64::try_from(steps).unwrap_or(0), Ordering::Relaxed);
    }
}

impl Prepared<'_> {
    /// Whether it changes nothing.
    pub(super) fn only_reads(&self) -> bool {
        self.statement.readonly()
    }
}

/// Runs a statement: every row of the answer.
pub(crate) fn rows(mut prepared: Prepared<'_>) -> Result<Vec<Row>, SqlError> {
    let columns = prepared.statement.column_count();
    let mut found = prepared.statement.raw_query();
    let mut rows = Vec::new();
    while let Some(row) = found.next().map_err(error("running a query"))? {
        let mut values = Vec::with_capacity(columns);
        for index in 0..columns {
            values.push(decode(index, row.get_ref(index).map_err(error("reading a column"))?)?);
        }
        rows.push(Row::new(values));
    }
    Ok(rows)
}

/// Runs a statement: how many rows were inserted, changed or deleted. Rows of a `RETURNING` are not looked at.
pub(crate) fn changes(mut prepared: Prepared<'_>) -> Result<u64, SqlError> {
    let before = prepared.connection.total_changes();
    let mut rows = prepared.statement.raw_query();
    while rows.next().map_err(error("running a statement"))?.is_some() {}
    drop(rows);
    // `changes` still holds an earlier statement's count when this one changes no rows by its nature, such as CREATE TABLE.
    Ok(if prepared.connection.total_changes() == before { 0 } else { prepared.connection.changes() })
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Bytes(value) => ValueRef::Blob(value),
            Self::Bool(value) => ValueRef::Integer(i64::from(*value)),
        }))
    }
}

fn decode(index: usize, value: ValueRef<'_>) -> Result<Value, SqlError> {
    let wrong = |found: &str| SqlError::Column { index, wanted: "text, bytes or an integer", found: found.to_owned() };
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(value) => Value::Int(value),
        ValueRef::Blob(value) => Value::Bytes(value.to_vec()),
        ValueRef::Text(value) => Value::Text(std::str::from_utf8(value).map_err(|_| wrong("text that is not UTF-8"))?.to_owned()),
        ValueRef::Real(_) => return Err(wrong("a floating point number")),
    })
}
