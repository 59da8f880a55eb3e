//! What the operations of a shared commit write together: once for all of them, just before it.

use crate::{Row, Sql, SqlError, Value, sqlite};
use std::any::Any;

/// What an operation adds to the commit that it shares with others (SQLite; see [`crate::WriteTx::together`]).
///
/// It suits a row that every operation would otherwise read and write again, such as a running total. An operation does not see what the
/// others of its commit added; readers see it with the commit.
pub trait Together: Send + Sized + 'static {
    /// Takes in what an operation that came after this one added.
    fn add(&mut self, later: Self);

    /// Writes it.
    ///
    /// # Errors
    /// Any error refuses every operation of the commit.
    fn write(self, last: &mut Last<'_>) -> Result<(), SqlError>;
}

/// The end of a shared commit's transaction, where its operations' common part is written.
pub struct Last<'c>(pub(crate) &'c rusqlite::Connection);

impl Last<'_> {
    /// Every row of the answer.
    pub fn query(&mut self, sql: &Sql, params: &[Value]) -> Result<Vec<Row>, SqlError> {
        sqlite::prepare(self.0, sql.sqlite(), params).and_then(sqlite::rows)
    }

    /// Runs a statement; returns how many rows it inserted, changed or deleted.
    pub fn execute(&mut self, sql: &Sql, params: &[Value]) -> Result<u64, SqlError> {
        sqlite::prepare(self.0, sql.sqlite(), params).and_then(sqlite::changes)
    }
}

/// A [`Together`] of a type that is not known here.
pub(crate) trait Note: Any + Send {
    /// Whether `other` is of the same type.
    fn is_like(&self, other: &dyn Note) -> bool;
    /// Takes in a later one of the same type.
    fn add(&mut self, later: Box<dyn Note>);
    /// Writes it.
    fn write(self: Box<Self>, last: &mut Last<'_>) -> Result<(), SqlError>;
}

impl<T: Together> Note for T {
    fn is_like(&self, other: &dyn Note) -> bool {
        (other as &dyn Any).is::<T>()
    }

    fn add(&mut self, later: Box<dyn Note>) {
        if let Ok(later) = (later as Box<dyn Any>).downcast::<T>() {
            Together::add(self, *later);
        }
    }

    fn write(self: Box<Self>, last: &mut Last<'_>) -> Result<(), SqlError> {
        Together::write(*self, last)
    }
}
