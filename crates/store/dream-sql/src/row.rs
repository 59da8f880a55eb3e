//! One row of an answer.

use crate::{SqlError, Value};

/// One row of an answer; columns count from 0. A reader of the wrong type is an error that names the column and what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(Vec<Value>);

impl Row {
    pub(crate) fn new(values: Vec<Value>) -> Self {
        Self(values)
    }

    /// How many columns there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no columns.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The columns' values, in order.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        &self.0
    }

    /// An integer that is not null.
    pub fn int(&self, index: usize) -> Result<i64, SqlError> {
        self.opt_int(index)?.ok_or_else(|| self.wrong(index, "an integer"))
    }

    /// A text that is not null.
    pub fn text(&self, index: usize) -> Result<&str, SqlError> {
        self.opt_text(index)?.ok_or_else(|| self.wrong(index, "text"))
    }

    /// Bytes that are not null.
    pub fn bytes(&self, index: usize) -> Result<&[u8], SqlError> {
        self.opt_bytes(index)?.ok_or_else(|| self.wrong(index, "bytes"))
    }

    /// A boolean that is not null.
    pub fn bool(&self, index: usize) -> Result<bool, SqlError> {
        self.opt_bool(index)?.ok_or_else(|| self.wrong(index, "a boolean"))
    }

    /// An integer, or `None` where the column is null.
    pub fn opt_int(&self, index: usize) -> Result<Option<i64>, SqlError> {
        match self.0.get(index) {
            Some(Value::Null) => Ok(None),
            Some(Value::Int(value)) => Ok(Some(*value)),
            _ => Err(self.wrong(index, "an integer")),
        }
    }

    /// A text, or `None` where the column is null.
    pub fn opt_text(&self, index: usize) -> Result<Option<&str>, SqlError> {
        match self.0.get(index) {
            Some(Value::Null) => Ok(None),
            Some(Value::Text(value)) => Ok(Some(value)),
            _ => Err(self.wrong(index, "text")),
        }
    }

    /// Bytes, or `None` where the column is null.
    pub fn opt_bytes(&self, index: usize) -> Result<Option<&[u8]>, SqlError> {
        match self.0.get(index) {
            Some(Value::Null) => Ok(None),
            Some(Value::Bytes(value)) => Ok(Some(value)),
            _ => Err(self.wrong(index, "bytes")),
        }
    }

    /// A boolean, or `None` where the column is null. SQLite keeps booleans as 0 and 1.
    pub fn opt_bool(&self, index: usize) -> Result<Option<bool>, SqlError> {
        match self.0.get(index) {
            Some(Value::Null) => Ok(None),
            Some(Value::Bool(value)) => Ok(Some(*value)),
            Some(Value::Int(value @ (0 | 1))) => Ok(Some(*value == 1)),
            _ => Err(self.wrong(index, "a boolean")),
        }
    }

    fn wrong(&self, index: usize, wanted: &'static str) -> SqlError {
        let found = self.0.get(index).map_or("no such column", Value::kind);
        SqlError::Column { index, wanted, found: found.to_owned() }
    }
}
