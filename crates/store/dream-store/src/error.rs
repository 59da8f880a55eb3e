//! Why the store refuses.

use dream_ledger::{EnvelopeError, FoldError};
use dream_sql::SqlError;

/// Why a store call failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else saved the stream first: load it again and decide again.
    #[error("{noun} {id} was changed by somebody else meanwhile; run the command again")]
    Conflict {
        /// The noun.
        noun: &'static str,
        /// The stream's id.
        id: String,
    },
    /// A cursor that no page of this list ended with.
    #[error("this cursor is of no page of this list; begin again without one")]
    Cursor,
    /// The database refused or failed.
    #[error("the database failed while {doing}")]
    Sql {
        /// What was being done.
        doing: &'static str,
        /// Why.
        #[source]
        source: SqlError,
    },
    /// An event that cannot be written or read.
    #[error("an event of the ledger cannot be used")]
    Envelope(#[from] EnvelopeError),
    /// A stream that does not begin as its noun must.
    #[error("a stream of the ledger cannot be folded")]
    Fold(#[from] FoldError),
    /// A row that does not hold what the schema promises.
    #[error("{table} {id} is damaged: {what}; run `dreamos audit verify`, then restore a backup")]
    Damaged {
        /// The table.
        table: &'static str,
        /// The row's key.
        id: String,
        /// What is wrong.
        what: String,
    },
}

impl StoreError {
    /// Whether running the whole use case again may succeed.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Conflict { .. } => true,
            Self::Sql { source, .. } => source.is_retryable(),
            Self::Cursor | Self::Envelope(_) | Self::Fold(_) | Self::Damaged { .. } => false,
        }
    }

    /// Gives a database error its context.
    pub(crate) fn sql(doing: &'static str) -> impl Fn(SqlError) -> Self {
        move |source| Self::Sql { doing, source }
    }

    /// A row that breaks the schema's promise.
    #[expect(clippy::needless_pass_by_value, reason = "callers hand over what they have, ids and errors alike")]
    pub(crate) fn damaged(table: &'static str, id: impl ToString, what: impl ToString) -> Self {
        Self::Damaged { table, id: id.to_string(), what: what.to_string() }
    }
}
