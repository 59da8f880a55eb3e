//! Pages of lists.

use crate::failure::Failure;
use dream_api::{MAX_PAGE_SIZE, Page};
use dream_id::{Cursor, Limit};
use serde::Deserialize;
use utoipa::IntoParams;

/// Which page of a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageQuery {
    /// The `next` of the page before.
    pub(crate) cursor: Option<String>,
    /// How many items at most: 100 unless told otherwise.
    #[param(minimum = 1, maximum = 1000)]
    pub(crate) limit: Option<u32>,
}

impl PageQuery {
    /// The same in the words of use cases.
    pub(crate) fn read(self) -> Result<(Option<Cursor>, Limit), Failure> {
        read(self.cursor, self.limit)
    }
}

/// A cursor and a limit as they came.
pub(crate) fn read(cursor: Option<String>, limit: Option<u32>) -> Result<(Option<Cursor>, Limit), Failure> {
    let limit = match limit {
        None => Limit::default(),
        Some(wanted @ 1..=MAX_PAGE_SIZE) => Limit::new(wanted),
        Some(_) => return Err(Failure::field("invalid_query", "limit", format!("a page has 1 to {MAX_PAGE_SIZE} items"))),
    };
    if cursor.as_ref().is_some_and(|cursor| cursor.is_empty() || cursor.len() > 256) {
        return Err(Failure::field("invalid_cursor", "cursor", "this cursor is of no page of this list; begin again without one"));
    }
    Ok((cursor.map(Cursor), limit))
}

/// A page of use cases as it goes over the wire.
pub(crate) fn page<T>(items: Vec<T>, next: Option<Cursor>) -> Page<T> {
    Page { items, next: next.map(|cursor| cursor.0) }
}

/// Cuts a page out of a list that is whole: `key` names each item, and the cursor is the key of the last item of the page before.
pub(crate) fn cut<T>(
    items: Vec<T>,
    cursor: Option<&Cursor>,
    limit: Limit,
    key: impl Fn(&T) -> String,
) -> Result<dream_id::Page<T>, Failure> {
    let begin = match cursor {
        None => 0,
        Some(cursor) => {
            let unknown = || Failure::field("invalid_cursor", "cursor", "this cursor is of no page of this list; begin again without one");
            items.iter().position(|item| key(item) == cursor.0).ok_or_else(unknown)? + 1
        }
    };
    Ok(dream_id::Page::cut(items.into_iter().skip(begin).collect(), limit, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_one_another_and_end() {
        let all = |cursor: Option<&Cursor>| cut(vec![1, 2, 3, 4, 5], cursor, Limit::new(2), ToString::to_string).unwrap();
        let first = all(None);
        assert_eq!((first.items, first.next.clone()), (vec![1, 2], Some(Cursor("2".into()))));
        let second = all(first.next.as_ref());
        let third = all(second.next.as_ref());
        assert_eq!((second.items, third.items, third.next), (vec![3, 4], vec![5], None));
        assert!(cut(vec![1], Some(&Cursor("9".into())), Limit::default(), ToString::to_string).is_err());
    }

    #[test]
    fn limits_and_cursors_that_cannot_be_are_refused() {
        for (cursor, limit) in [(None, Some(0)), (None, Some(1_001)), (Some(""), None), (Some(&*"x".repeat(300)), None)] {
            assert!(read(cursor.map(str::to_owned), limit).is_err(), "{cursor:?} {limit:?}");
        }
        assert_eq!(read(None, Some(1_000)).unwrap(), (None, Limit::new(1_000)));
    }
}
