//! Binding parameters by their number.
//!
//! To SQLite `$1` is a name, and it numbers names by their first appearance. For each name it looks through all that it knows, which
//! takes seconds for ten thousand; so a statement with many is given numbers (`?1`) instead.

use super::error::error;
use crate::{SqlError, Value};
use rusqlite::Statement;
use std::borrow::Cow;

/// From this many on, names cost more than writing the text anew.
const MANY: usize = 64;

/// The text to prepare.
pub(super) fn text<'t>(sql: &'t str, params: &[Value]) -> Cow<'t, str> {
    if params.len() < MANY { Cow::Borrowed(sql) } else { Cow::Owned(numbered(sql)) }
}

/// Binds every parameter, whatever order they appear in.
pub(super) fn bind(statement: &mut Statement<'_>, params: &[Value]) -> Result<(), SqlError> {
    let count = statement.parameter_count();
    if count != params.len() {
        return Err(SqlError::Parameters { why: format!("it uses {count} and {} were given", params.len()) });
    }
    for place in 1..=count {
        let number = if params.len() < MANY { number_at(statement, place)? } else { place };
        let Some(value) = number.checked_sub(1).and_then(|index| params.get(index)) else {
            return Err(SqlError::Parameters { why: format!("it uses ${number}, and {} were given", params.len()) });
        };
        statement.raw_bind_parameter(place, value).map_err(error("binding a parameter"))?;
    }
    Ok(())
}

fn number_at(statement: &Statement<'_>, place: usize) -> Result<usize, SqlError> {
    let name = statement.parameter_name(place).unwrap_or("?");
    let number = name.strip_prefix('$').and_then(|digits| digits.parse().ok());
    number.ok_or_else(|| SqlError::Parameters { why: format!("it uses {name} where $1, $2, … are understood") })
}

/// `sql` with `$1` written as `?1`, outside of quotes.
fn numbered(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut quote = None;
    for character in sql.chars() {
        match quote {
            None if matches!(character, '\'' | '"') => quote = Some(character),
            Some(open) if open == character => quote = None,
            _ => {}
        }
        text.push(if character == '$' && quote.is_none() { '?' } else { character });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn only_placeholders_become_numbers() {
        assert_eq!(numbered("a = $1 AND b = '$2 it''s $3' AND \"$4\" = $15"), "a = ?1 AND b = '$2 it''s $3' AND \"$4\" = ?15");
    }
}
