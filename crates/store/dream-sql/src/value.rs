//! A value on its way into a statement or out of a row.

use crate::SqlError;

/// One parameter or one column's content. Times are integer microseconds, JSON is text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// SQL's null.
    Null,
    /// `bigint`.
    Int(i64),
    /// `text`. PostgreSQL stores no NUL character, so neither engine accepts one.
    Text(String),
    /// `blob`, in PostgreSQL `bytea`.
    Bytes(Vec<u8>),
    /// `boolean`.
    Bool(bool),
}

impl Value {
    /// The name of this value's type, for messages.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Int(_) => "an integer",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
            Self::Bool(_) => "a boolean",
        }
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::Int(value.into())
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Self::Int(value.into())
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// SQLite's default limit; PostgreSQL's is twice that.
const MOST_PARAMETERS: usize = 32_766;

/// Refuses on both engines what one of them cannot take.
pub(crate) fn check(params: &[Value]) -> Result<(), SqlError> {
    if params.len() > MOST_PARAMETERS {
        let why = format!("{} were given, and {MOST_PARAMETERS} is the most; send them in batches", params.len());
        return Err(SqlError::Parameters { why });
    }
    let nul = params.iter().position(|value| matches!(value, Value::Text(text) if text.contains('\0')));
    match nul {
        Some(index) => Err(SqlError::Parameters { why: format!("${} holds a NUL character, which text cannot", index + 1) }),
        None => Ok(()),
    }
}
