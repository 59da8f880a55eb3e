//! Running one statement on a connection.

use super::{error::error, placeholders};
use crate::{Row, SqlError, Value, value};
use rusqlite::{
    Connection, ToSql,
    types::{ToSqlOutput, ValueRef},
};

/// How many prepared statements a connection keeps.
pub(super) const CACHED_STATEMENTS: usize = 512;

/// Every row of the answer.
pub(super) fn query(connection: &Connection, sql: &str, params: &[Value]) -> Result<Vec<Row>, SqlError> {
    let mut statement = prepare(connection, sql, params)?;
    let columns = statement.column_count();
    let mut found = statement.raw_query();
    let mut rows = Vec::new();
    while let Some(row) = found.next().map_err(error("running a query"))? {
        let values = (0..columns).map(|index| decode(index, row.get_ref(index).map_err(error("reading a column"))?));
        rows.push(Row::new(values.collect::<Result<_, _>>()?));
    }
    Ok(rows)
}

/// How many rows were inserted, changed or deleted. Rows of a `RETURNING` are not looked at.
pub(super) fn execute(connection: &Connection, sql: &str, params: &[Value]) -> Result<u64, SqlError> {
    let mut statement = prepare(connection, sql, params)?;
    let before = connection.total_changes();
    let mut rows = statement.raw_query();
    while rows.next().map_err(error("running a statement"))?.is_some() {}
    drop(rows);
    // `changes` still holds an earlier statement's count when this one changes no rows by its nature, such as CREATE TABLE.
    Ok(if connection.total_changes() == before { 0 } else { connection.changes() })
}

fn prepare<'c>(connection: &'c Connection, sql: &str, params: &[Value]) -> Result<rusqlite::CachedStatement<'c>, SqlError> {
    value::check(params)?;
    let mut statement = connection.prepare_cached(&placeholders::text(sql, params)).map_err(error("preparing a statement"))?;
    placeholders::bind(&mut statement, params)?;
    Ok(statement)
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
