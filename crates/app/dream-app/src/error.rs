//! Why a use case refuses or fails, with the stable code that scripts rely on.

use crate::listing;
use dream_store::{GOVERNED_TABLES, SqlError, StoreError};
use serde_json::{Map, Value};

/// What kind of refusal it is: decides the HTTP status and the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The request itself is wrong (400).
    Invalid,
    /// Nobody is signed in (401).
    Unauthenticated,
    /// Signed in, but not allowed (403).
    Forbidden,
    /// No such thing within the caller's organisation (404).
    NotFound,
    /// The world is not as the caller saw it: stale digest, already decided (409).
    Conflict,
    /// It is cancelled or expired: nothing can be decided on it any more (410).
    Over,
    /// Money or rate is used up (429, or 402 for money).
    Exhausted,
    /// Try again later (503).
    Unavailable,
    /// A fault of ours (500).
    Internal,
}

/// A refusal or failure.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct AppError {
    /// What kind.
    pub kind: Kind,
    /// The stable code, such as `stale_digest`.
    pub code: &'static str,
    /// What happened, why, and what to do next.
    pub message: String,
    /// Facts for programs, such as both digests.
    pub facts: Box<Map<String, Value>>,
    /// Why, for the log.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
    retryable: bool,
}

impl AppError {
    /// A refusal.
    #[must_use]
    pub fn new(kind: Kind, code: &'static str, message: impl Into<String>) -> Self {
        Self { kind, code, message: message.into(), facts: Box::default(), source: None, retryable: false }
    }

    /// With a fact for programs.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.facts.insert(name.to_owned(), value.into());
        self
    }

    /// With what caused it.
    #[must_use]
    pub fn because(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// No such thing in the caller's organisation.
    #[must_use]
    pub fn not_found(noun: &'static str, id: impl std::fmt::Display) -> Self {
        Self::new(Kind::NotFound, "not_found", format!("there is no {noun} {id} in this organisation; {}", listing::instead(noun)))
            .with("noun", noun)
            .with("id", id.to_string())
    }

    /// The request is wrong in itself.
    #[must_use]
    pub fn invalid(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Kind::Invalid, code, message)
    }

    /// Another command was sent under the same key.
    pub(crate) fn key_reused() -> Self {
        let message = "this Idempotency-Key was used for another command; send a new key with a new command";
        Self::new(Kind::Conflict, "idempotency_key_reused", message)
    }

    /// A fault of ours, or of what we stand on.
    #[must_use]
    pub fn internal(doing: &str, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::new(Kind::Internal, "internal", format!("something failed while {doing}; the server's log says what")).because(source)
    }

    /// A row that does not hold what was written there. Trying again helps nobody.
    pub(crate) fn damaged(table: &'static str, key: impl std::fmt::Display) -> Self {
        let next = if GOVERNED_TABLES.contains(&table) {
            "run `dreamos audit verify`; when the ledger is intact, stop the server and have its rows folded anew with `dreamos audit rebuild`, \
             else restore a backup"
        } else {
            "run `dreamos audit verify`, then restore a backup"
        };
        let message = format!(
            "the row {key} of {table} is damaged and cannot be read; nothing was changed, and the server's log says what is wrong with it: {next}"
        );
        Self::new(Kind::Internal, DATA_DAMAGED, message).with("table", table).with("key", key.to_string())
    }

    /// The database holds something else than was written, and nobody can say in which row.
    pub(crate) fn damaged_somewhere() -> Self {
        let message = "the database is damaged: it holds something else than was written; nothing was changed, and the server's log says more: \
                       run `dreamos audit verify`, then restore a backup";
        Self::new(Kind::Internal, DATA_DAMAGED, message)
    }

    /// Whether the whole use case may be run again.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.retryable
    }
}

impl From<dream_ledger::FoldError> for AppError {
    fn from(source: dream_ledger::FoldError) -> Self {
        Self::internal("beginning a record", source)
    }
}

/// The code of what is stored and cannot be read.
const DATA_DAMAGED: &str = "data_damaged";

impl From<StoreError> for AppError {
    fn from(source: StoreError) -> Self {
        let retryable = source.is_retryable();
        let error = match &source {
            StoreError::Cursor => Self::invalid("invalid_cursor", source.to_string()),
            StoreError::Conflict { .. } => Self::new(Kind::Conflict, "conflict", source.to_string()),
            StoreError::Damaged { table, id, .. } => Self::damaged(table, id),
            StoreError::Sql { source, .. } if source.is_damage() => Self::damaged_somewhere(),
            StoreError::Sql { source, .. } if source.is_storage_full() => {
                let message = "the disk of the database is full; nothing was changed: free some space, then send the command again";
                Self::new(Kind::Unavailable, "storage_full", message)
            }
            StoreError::Sql { source: SqlError::CommitUnknown { .. }, .. } => {
                let message = "the connection to the database broke while saving, so it is unknown whether the command was done; look, or send it again with the same Idempotency-Key";
                Self::new(Kind::Unavailable, "outcome_unknown", message)
            }
            StoreError::Sql { .. } if retryable => {
                Self::new(Kind::Unavailable, "store_unavailable", "the database could not take the command; nothing was changed, try again")
            }
            _ => Self::new(Kind::Internal, "internal", "the store failed; nothing was changed, and the server's log says why"),
        };
        Self { retryable, ..error.because(source) }
    }
}
