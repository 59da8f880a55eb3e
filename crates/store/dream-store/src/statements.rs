//! The statements that every noun has, put together once for each.

use crate::Noun;
use dream_sql::Sql;

/// The statements of one noun.
#[derive(Debug)]
pub struct Statements {
    /// The row of an id, in any organisation or in one; as it is, or locked.
    find: [Sql; 4],
    /// Without any "or replace": a second creation of the same id is a conflict.
    pub(crate) insert: Sql,
    pub(crate) update: Sql,
}

impl Statements {
    /// Those of `A`. [`Noun::statements`] keeps them.
    #[must_use]
    pub fn of<A: Noun>() -> Self {
        Self {
            find: [find::<A>(false, false), find::<A>(false, true), find::<A>(true, false), find::<A>(true, true)],
            insert: insert::<A>(),
            update: update::<A>(),
        }
    }

    pub(crate) fn find(&self, in_org: bool, lock: bool) -> &Sql {
        let [any, any_locked, one, one_locked] = &self.find;
        match (in_org, lock) {
            (false, false) => any,
            (false, true) => any_locked,
            (true, false) => one,
            (true, true) => one_locked,
        }
    }
}

/// A text that lives as long as the process: there is a fixed number of them for each noun.
fn kept(text: String) -> &'static str {
    text.leak()
}

fn find<A: Noun>(in_org: bool, lock: bool) -> Sql {
    let org = if in_org { " AND org = $2" } else { "" };
    let text = format!("SELECT id, org, version, format, state FROM {} WHERE id = $1{org}", A::TABLE);
    if lock { Sql::each(kept(text.clone()), kept(text + " FOR UPDATE")) } else { Sql::both(kept(text)) }
}

fn insert<A: Noun>() -> Sql {
    let names: String = A::COLUMNS.iter().map(|column| format!(", {column}")).collect();
    let places: String = (0..A::COLUMNS.len()).map(|n| format!(", ${}", n + 6)).collect();
    Sql::both(kept(format!("INSERT INTO {} (id, org, version, format, state{names}) VALUES ($1, $2, $3, $4, $5{places})", A::TABLE)))
}

fn update<A: Noun>() -> Sql {
    let sets: String = A::COLUMNS.iter().enumerate().map(|(n, column)| format!(", {column} = ${}", n + 6)).collect();
    let last = A::COLUMNS.len() + 6;
    let table = A::TABLE;
    Sql::both(kept(format!(
        "UPDATE {table} SET version = $3, format = $4, state = $5{sets} WHERE id = $1 AND org = $2 AND version = ${last}"
    )))
}
