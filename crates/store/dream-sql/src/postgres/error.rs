//! PostgreSQL's errors as ours.

use crate::SqlError;
use deadpool_postgres::{PoolError, TimeoutType};
use std::time::Duration;
use tokio_postgres::{Error, error::SqlState};

/// Turns a statement's error into ours; `doing` says what was tried, `location` where.
pub(super) fn statement(doing: &'static str, location: &str, source: Error) -> SqlError {
    let Some(state) = source.code().cloned() else {
        // A type that does not fit is ours; anything else without a code is the connection's.
        let connection_broke = source.is_closed() || has_io_error(&source);
        return if connection_broke { unreachable(location, source) } else { SqlError::Other { doing, source: source.into() } };
    };
    match state {
        SqlState::UNIQUE_VIOLATION => SqlError::UniqueViolation { constraint: constraint(&source), source: source.into() },
        SqlState::FOREIGN_KEY_VIOLATION => broken("foreign key", source),
        SqlState::CHECK_VIOLATION => broken("check", source),
        SqlState::NOT_NULL_VIOLATION => broken("not null", source),
        SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => SqlError::Serialization { source: source.into() },
        SqlState::DISK_FULL => SqlError::StorageFull { source: source.into() },
        SqlState::READ_ONLY_SQL_TRANSACTION => SqlError::ReadOnly { source: source.into() },
        SqlState::IN_FAILED_SQL_TRANSACTION => SqlError::TransactionFailed,
        SqlState::LOCK_NOT_AVAILABLE => SqlError::Busy { source: source.into() },
        SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => SqlError::Damaged { source: source.into() },
        state if is_login(&state) => SqlError::Authentication { location: location.to_owned(), source: source.into() },
        SqlState::TOO_MANY_CONNECTIONS => SqlError::TooManyConnections { source: source.into() },
        state if is_going_away(&state) => unreachable(location, source),
        _ => SqlError::Other { doing, source: source.into() },
    }
}

/// An error of COMMIT: where the server did not answer, the outcome is open.
pub(super) fn commit(location: &str, source: Error) -> SqlError {
    let answered = source.code().is_some_and(|state| !is_going_away(state));
    if answered { statement("committing", location, source) } else { SqlError::CommitUnknown { source: source.into() } }
}

/// An error of getting a connection.
pub(super) fn pool(location: &str, waits: &deadpool_postgres::Timeouts, source: PoolError) -> SqlError {
    match source {
        PoolError::Backend(source) => statement("connecting", location, source),
        PoolError::Timeout(TimeoutType::Wait) => SqlError::Timeout {
            doing: "waiting for a free connection",
            after: waits.wait.unwrap_or(Duration::ZERO),
            hint: "transactions are held too long, or the pool is too small",
        },
        PoolError::Closed => SqlError::Closed,
        source => SqlError::Unreachable { location: location.to_owned(), source: source.into() },
    }
}

fn unreachable(location: &str, source: Error) -> SqlError {
    SqlError::Unreachable { location: location.to_owned(), source: source.into() }
}

fn is_login(state: &SqlState) -> bool {
    let logins = [SqlState::INVALID_PASSWORD, SqlState::INVALID_AUTHORIZATION_SPECIFICATION, SqlState::INVALID_CATALOG_NAME];
    logins.contains(state)
}

/// Whether the server ends, starts, or ended this connection.
fn is_going_away(state: &SqlState) -> bool {
    state.code().starts_with("08") || state.code().starts_with("57P")
}

fn has_io_error(error: &Error) -> bool {
    std::error::Error::source(error).is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
}

fn broken(rule: &'static str, source: Error) -> SqlError {
    SqlError::Constraint { rule, constraint: constraint(&source), source: source.into() }
}

fn constraint(source: &Error) -> String {
    let name = source.as_db_error().and_then(|error| error.constraint().or_else(|| error.column()));
    name.unwrap_or("unnamed").to_owned()
}
