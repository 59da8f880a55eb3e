//! Values on PostgreSQL's wire.

use crate::{Row, SqlError, Value};
use std::error::Error;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, private::BytesMut, to_sql_checked};

type Failure = Box<dyn Error + Sync + Send>;

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Failure> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) if *ty == Type::INT4 => i32::try_from(*value)?.to_sql(ty, out),
            Self::Int(value) if *ty == Type::INT2 => i16::try_from(*value)?.to_sql(ty, out),
            Self::Int(value) if *ty == Type::INT8 => value.to_sql(ty, out),
            Self::Text(value) if <String as ToSql>::accepts(ty) => value.to_sql(ty, out),
            Self::Bytes(value) if *ty == Type::BYTEA => value.to_sql(ty, out),
            Self::Bool(value) if *ty == Type::BOOL => value.to_sql(ty, out),
            other => Err(format!("{} was given where the statement wants {ty}", other.kind()).into()),
        }
    }

    /// Every type: whether the value fits is only known when it is written.
    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Failure> {
        Ok(match *ty {
            Type::INT8 => Self::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Self::Int(i32::from_sql(ty, raw)?.into()),
            Type::INT2 => Self::Int(i16::from_sql(ty, raw)?.into()),
            Type::BYTEA => Self::Bytes(raw.to_vec()),
            Type::BOOL => Self::Bool(bool::from_sql(ty, raw)?),
            Type::VOID => Self::Null,
            _ if <String as FromSql>::accepts(ty) => Self::Text(String::from_sql(ty, raw)?),
            _ => return Err(format!("a value of type {ty}; cast it to text, bigint, bytea or boolean").into()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Failure> {
        Ok(Self::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// A row with every value decoded.
pub(super) fn decode(row: &tokio_postgres::Row) -> Result<Row, SqlError> {
    let column = |index| {
        let wrong = |error: tokio_postgres::Error| {
            let found = error.into_source().map_or_else(|| "something unreadable".to_owned(), |source| source.to_string());
            SqlError::Column { index, wanted: "text, bytes, an integer or a boolean", found }
        };
        row.try_get::<_, Value>(index).map_err(wrong)
    };
    (0..row.len()).map(column).collect::<Result<_, _>>().map(Row::new)
}
