//! Inserting many rows by few statements, whose texts are made once.

use super::statement::{execute, tuples};
use crate::BusError;
use dream_sql::{Sql, Value, WriteTx};

/// How many rows a statement may insert. SQLite's statements stay below 64 parameters, from where on binding costs more; PostgreSQL's are
/// long, because each is a journey to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lengths {
    Short,
    Long,
}

/// The statements that insert 1, 2, 4, … rows of one table.
pub(crate) struct Insert {
    columns: usize,
    /// By length, longest first.
    statements: Vec<(usize, Sql)>,
}

/// The longest statement.
const LONGEST: usize = 256;
/// Parameters up to which a SQLite statement is prepared once.
const SHORT: usize = 63;

impl Insert {
    /// For `columns`, given as they stand in the statement, followed by `ending`.
    pub(crate) fn new(table: &str, columns: &str, ending: &str) -> Self {
        let count = columns.split(',').count();
        let short = SHORT / count;
        let mut lengths = vec![LONGEST, 64, 16, 4, 1, short];
        lengths.sort_unstable_by(|one, other| other.cmp(one));
        lengths.dedup();
        let text = |rows| format!("INSERT INTO {table} ({columns}) VALUES {}{ending}", tuples(rows, count));
        Self { columns: count, statements: lengths.into_iter().map(|rows| (rows, Sql::owned(text(rows)))).collect() }
    }

    /// Inserts rows given one after the other. Returns how many were inserted.
    pub(crate) async fn run(&self, tx: &mut WriteTx, lengths: Lengths, values: &[Value]) -> Result<u64, BusError> {
        let (mut left, mut inserted) = (values, 0);
        while !left.is_empty() {
            let fits = |(rows, _): &&(usize, Sql)| {
                let wanted = rows * self.columns;
                wanted <= left.len() && (lengths == Lengths::Long || wanted <= SHORT)
            };
            let Some((rows, sql)) = self.statements.iter().find(fits) else { break };
            let (now, rest) = left.split_at(rows * self.columns);
            inserted += execute(tx, sql, now).await?;
            left = rest;
        }
        Ok(inserted)
    }
}
