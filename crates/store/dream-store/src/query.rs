//! What reading needs, so that a query serves readers and units of work alike.

use crate::StoreError;
use dream_sql::{Row, Sql, Value};
use std::future::Future;

/// Anything that can ask the database: a [`crate::Reader`], a [`crate::Glance`] or a [`crate::Unit`].
pub trait Query: Send {
    /// Every row of the answer.
    fn rows(&mut self, sql: &Sql, params: &[Value]) -> impl Future<Output = Result<Vec<Row>, StoreError>> + Send;

    /// The first row of the answer, if there is one.
    fn row(&mut self, sql: &Sql, params: &[Value]) -> impl Future<Output = Result<Option<Row>, StoreError>> + Send;
}
