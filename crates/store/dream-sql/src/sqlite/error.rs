//! SQLite's errors as ours.

use crate::SqlError;
use rusqlite::ffi;

/// Turns SQLite's error into ours; `doing` says what was tried.
pub(super) fn error(doing: &'static str) -> impl Fn(rusqlite::Error) -> SqlError {
    move |source| convert(doing, source)
}

fn convert(doing: &'static str, source: rusqlite::Error) -> SqlError {
    let rusqlite::Error::SqliteFailure(code, message) = &source else { return SqlError::other(doing, source) };
    let (code, constraint) = (*code, subject(message.as_deref()));
    let source = source.into();
    match code.extended_code {
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => {
            return SqlError::UniqueViolation { constraint, source };
        }
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => return SqlError::Constraint { rule: "foreign key", constraint, source },
        ffi::SQLITE_CONSTRAINT_CHECK => return SqlError::Constraint { rule: "check", constraint, source },
        ffi::SQLITE_CONSTRAINT_NOTNULL => return SqlError::Constraint { rule: "not null", constraint, source },
        ffi::SQLITE_CONSTRAINT_DATATYPE => return SqlError::Constraint { rule: "type", constraint, source },
        _ => {}
    }
    match code.code {
        ffi::ErrorCode::DiskFull => SqlError::StorageFull { source },
        ffi::ErrorCode::DatabaseBusy | ffi::ErrorCode::DatabaseLocked => SqlError::Busy { source },
        ffi::ErrorCode::ReadOnly => SqlError::ReadOnly { source },
        ffi::ErrorCode::DatabaseCorrupt | ffi::ErrorCode::NotADatabase => SqlError::Damaged { source },
        _ => SqlError::Other { doing, source },
    }
}

/// Whether the disk itself failed: what it holds is then unknown.
pub(super) fn is_disk_failure(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ffi::ErrorCode::SystemIoFailure)
}

/// What follows the colon in "UNIQUE constraint failed: table.column".
fn subject(message: Option<&str>) -> String {
    let message = message.unwrap_or_default();
    message.split_once(": ").map_or(message, |(_, subject)| subject).to_owned()
}
