//! Building statements and reading their rows.

use crate::BusError;
use dream_id::Cursor;
use dream_sql::{ReadTx, Row, Sql, SqlError, Value, WriteTx};
use std::sync::Arc;

/// What reads: both kinds of transaction.
pub(crate) trait Query: Send {
    /// Every row of the answer.
    fn rows(&mut self, sql: &Sql, params: &[Value]) -> impl Future<Output = Result<Vec<Row>, BusError>> + Send;

    /// The first row of the answer.
    fn row(&mut self, sql: &Sql, params: &[Value]) -> impl Future<Output = Result<Option<Row>, BusError>> + Send {
        async move { Ok(self.rows(sql, params).await?.into_iter().next()) }
    }
}

impl Query for ReadTx {
    async fn rows(&mut self, sql: &Sql, params: &[Value]) -> Result<Vec<Row>, BusError> {
        self.query(sql, params).await.map_err(failed("reading messages"))
    }
}

impl Query for WriteTx {
    async fn rows(&mut self, sql: &Sql, params: &[Value]) -> Result<Vec<Row>, BusError> {
        self.query(sql, params).await.map_err(failed("working on messages"))
    }
}

/// Runs a statement that writes.
pub(crate) async fn execute(tx: &mut WriteTx, sql: &Sql, params: &[Value]) -> Result<u64, BusError> {
    tx.execute(sql, params).await.map_err(failed("writing messages"))
}

/// Gives a database error its context.
pub(crate) fn failed(doing: &'static str) -> impl Fn(SqlError) -> BusError {
    move |source| BusError::Sql { doing, source: Arc::new(source) }
}

/// What a cursor of a list says: the name and the number, which a page ended with.
pub(crate) fn name_and_number(cursor: &Cursor) -> Result<(&str, i64), BusError> {
    let (name, number) = cursor.0.rsplit_once('@').ok_or(BusError::Cursor)?;
    Ok((name, number.parse().map_err(|_| BusError::Cursor)?))
}

/// A row that breaks the schema's promise.
pub(crate) fn damaged(table: &'static str, id: &impl ToString, what: &impl ToString) -> BusError {
    BusError::Damaged { table, id: id.to_string(), what: what.to_string() }
}

/// The most parameters of one list; longer ones are asked in parts.
pub(crate) const MOST_IN_LIST: usize = 32;

/// `$first, $first+1, …` for `values`, which are filled up to a power of two by their last, so that few texts serve all lengths.
pub(crate) fn list(first: usize, values: &mut Vec<Value>) -> String {
    let last = values.last().cloned().unwrap_or(Value::Null);
    values.resize(values.len().next_power_of_two(), last);
    let places: Vec<String> = (first..first + values.len()).map(|place| format!("${place}")).collect();
    places.join(", ")
}

/// `($1, $2), ($3, $4), …`: `rows` rows of `columns`.
pub(crate) fn tuples(rows: usize, columns: usize) -> String {
    let row = |row: usize| {
        let places: Vec<String> = (1..=columns).map(|column| format!("${}", row * columns + column)).collect();
        format!("({})", places.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

/// The same with a type for each column, as PostgreSQL wants where no table gives it.
pub(crate) fn typed_tuples(rows: usize, types: &[&str]) -> String {
    let columns = types.len();
    let row = |row: usize| {
        let one = |(column, kind): (usize, &&str)| format!("CAST(${} AS {kind})", row * columns + column + 1);
        format!("({})", types.iter().enumerate().map(one).collect::<Vec<_>>().join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

/// A number that is never negative, as a column has it.
pub(crate) fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// Columns by their place, with our kind of error.
pub(crate) trait Columns {
    /// An integer.
    fn int_at(&self, index: usize) -> Result<i64, BusError>;
    /// A number that is never negative.
    fn count_at(&self, index: usize) -> Result<u64, BusError>;
    /// A text.
    fn text_at(&self, index: usize) -> Result<&str, BusError>;
    /// A text that may be null.
    fn opt_text_at(&self, index: usize) -> Result<Option<&str>, BusError>;
    /// A text of something that reads back.
    fn parsed_at<T: std::str::FromStr<Err: ToString>>(&self, index: usize, table: &'static str) -> Result<T, BusError>;
}

impl Columns for Row {
    fn int_at(&self, index: usize) -> Result<i64, BusError> {
        self.int(index).map_err(failed("reading a column"))
    }

    fn count_at(&self, index: usize) -> Result<u64, BusError> {
        Ok(u64::try_from(self.int_at(index)?).unwrap_or(0))
    }

    fn text_at(&self, index: usize) -> Result<&str, BusError> {
        self.text(index).map_err(failed("reading a column"))
    }

    fn opt_text_at(&self, index: usize) -> Result<Option<&str>, BusError> {
        self.opt_text(index).map_err(failed("reading a column"))
    }

    fn parsed_at<T: std::str::FromStr<Err: ToString>>(&self, index: usize, table: &'static str) -> Result<T, BusError> {
        let text = self.text_at(index)?;
        text.parse().map_err(|error: T::Err| damaged(table, &text, &error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_filled_up_so_that_few_texts_serve_all() {
        let mut values: Vec<Value> = vec![1.into(), 2.into(), 3.into()];
        assert_eq!(list(2, &mut values), "$2, $3, $4, $5");
        assert_eq!(values.last(), Some(&Value::Int(3)));
        assert_eq!(tuples(2, 2), "($1, $2), ($3, $4)");
        assert_eq!(typed_tuples(1, &["bigint", "text"]), "(CAST($1 AS bigint), CAST($2 AS text))");
    }
}
