//! Why the database refuses, in kinds that the store can act on.

use std::{path::PathBuf, sync::Arc, time::Duration};

/// The driver's own error, kept below ours.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a call to the database failed.
#[derive(Debug, thiserror::Error)]
pub enum SqlError {
    /// A row with this key exists already. SQLite names the columns, PostgreSQL the constraint.
    #[error("the value is taken already: {constraint}")]
    UniqueViolation {
        /// What must be unique.
        constraint: String,
        /// The driver's error.
        #[source]
        source: Cause,
    },
    /// A foreign key, check or not-null rule of the schema was broken.
    #[error("a rule of the schema was broken ({rule}): {constraint}")]
    Constraint {
        /// The rule.
        rule: &'static str,
        /// The constraint or column.
        constraint: String,
        /// The driver's error.
        #[source]
        source: Cause,
    },
    /// Two transactions could not both happen; this one did not.
    #[error("another transaction changed the same rows at the same time; run it again")]
    Serialization {
        /// The driver's error.
        #[source]
        source: Cause,
    },
    /// No space left for the database.
    #[error("the disk or the database is full, so nothing was saved; free some space, then run it again")]
    StorageFull {
        /// The driver's error.
        #[source]
        source: Cause,
    },
    /// The commit that this operation shared failed because of another operation, so this one was not saved either.
    #[error("the commit that this operation shared with others failed, so nothing of it was saved; run it again")]
    Refused {
        /// What went wrong.
        #[source]
        source: Arc<SqlError>,
    },
    /// The server does not answer.
    #[error("the database at {location} cannot be reached; check that it runs and that the address is right")]
    Unreachable {
        /// Where, without its password.
        location: String,
        /// The driver's error.
        #[source]
        source: Cause,
    },
    /// The server does not accept who we are, or has no such database.
    #[error("the database at {location} refused the login; check user, password and database name in its URL")]
    Authentication {
        /// Where, without its password.
        location: String,
        /// The driver's error.
        #[source]
        source: Cause,
    },
    /// The server has no connection left.
    #[error("the database server has no connection left; raise its max_connections or lower this process's pool")]
    TooManyConnections {
        /// The driver's error.
        #[source]
        source: Cause,
    },
    /// Waiting took too long.
    #[error("gave up {doing} after {} ms; {hint}", after.as_millis())]
    Timeout {
        /// What was waited for.
        doing: &'static str,
        /// How long.
        after: Duration,
        /// What to do next.
        hint: &'static str,
    },
    /// The database was written by a newer version of this program.
    #[error(
        "the database has schema {found} and this version knows up to {known}; run the newer version, or restore a backup made before the upgrade"
    )]
    NewerSchema {
        /// The newest migration in the database.
        found: u32,
        /// The newest one this program has.
        known: u32,
    },
    /// A migration that was applied is not the one this program has.
    #[error(
        "migration {id} ({name}) was applied with another content ({recorded}) than this version has ({computed}); run the version that made this database"
    )]
    ChecksumMismatch {
        /// The migration.
        id: u32,
        /// Its name here.
        name: String,
        /// The SHA-256 that the database recorded.
        recorded: String,
        /// The SHA-256 of the text here.
        computed: String,
    },
    /// The list of migrations does not fit the database or itself.
    #[error("migration {id} ({name}) is out of order: {why}")]
    MigrationOrder {
        /// The migration.
        id: u32,
        /// Its name.
        name: String,
        /// What is wrong.
        why: &'static str,
    },
    /// A migration failed; the database is as it was before it.
    #[error("migration {id} ({name}) failed, and the database is as it was before it")]
    Migration {
        /// The migration.
        id: u32,
        /// Its name.
        name: &'static str,
        /// Why.
        #[source]
        source: Box<SqlError>,
    },
    /// Another process works on this database file.
    #[error("{} is in use by {}; stop it first, or choose another data folder", path.display(), holder(*pid))]
    Locked {
        /// The database file.
        path: PathBuf,
        /// The other process, if it told.
        pid: Option<u32>,
    },
    /// Another transaction, or another program on the file, held a lock for too long.
    #[error("another transaction or program held a lock of the database for too long; run it again")]
    Busy {
        /// The driver's error.
        #[source]
        source: Cause,
    },
    /// A write through a handle that only reads.
    #[error("a read transaction tried to write; writes need a write transaction")]
    ReadOnly {
        /// The driver's error.
        #[source]
        source: Cause,
    },
    /// An earlier statement of the transaction failed.
    #[error("an earlier statement of this transaction failed, so nothing of it can be saved; drop it and begin again")]
    TransactionFailed,
    /// The connection broke while committing.
    #[error("the connection broke while committing, so it is unknown whether the operation was saved; look before running it again")]
    CommitUnknown {
        /// The driver's error.
        #[source]
        source: Cause,
    },
    /// A column that does not hold what was asked of it.
    #[error("column {index} holds {found}, not {wanted}")]
    Column {
        /// Its place, from 0.
        index: usize,
        /// What was asked.
        wanted: &'static str,
        /// What is there.
        found: String,
    },
    /// Parameters that do not fit the statement.
    #[error("the statement's parameters do not fit: {why}")]
    Parameters {
        /// What is wrong.
        why: String,
    },
    /// The database was closed.
    #[error("the database is closed")]
    Closed,
    /// The file is not a database, or is damaged.
    #[error("the database file is damaged or is not one; restore a backup")]
    Damaged {
        /// The driver's error.
        #[source]
        source: Cause,
    },
    /// The server would acknowledge what it has not written.
    #[error("the server runs with {setting} = {value}, so a commit could be lost; set it to on, or allow it knowingly")]
    UnsafeDurability {
        /// The setting.
        setting: &'static str,
        /// Its value.
        value: String,
    },
    /// Something this engine does not do.
    #[error("{what} is not available on this engine; {hint}")]
    Unsupported {
        /// What was asked.
        what: &'static str,
        /// What to do instead.
        hint: &'static str,
    },
    /// There is something where a restore would put things.
    #[error("the database at {location} is not empty: it has {found}; name a new one, since a restore overwrites nothing")]
    NotEmpty {
        /// Where, without its password.
        location: String,
        /// A table or view that is there.
        found: String,
    },
    /// A copy that cannot be read back.
    #[error("{} cannot be restored: {why}; nothing was changed, use another copy", path.display())]
    Copy {
        /// The copy.
        path: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A file beside the database cannot be used.
    #[error("{doing} {} failed; check the folder's permissions and free space", path.display())]
    File {
        /// What was being done.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Anything else.
    #[error("the database failed while {doing}")]
    Other {
        /// What was being done.
        doing: &'static str,
        /// The driver's error.
        #[source]
        source: Cause,
    },
}

impl SqlError {
    /// Whether running the whole operation again may succeed, and is safe because nothing of it was saved.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(
            self,
            Self::Serialization { .. }
                | Self::StorageFull { .. }
                | Self::Refused { .. }
                | Self::TooManyConnections { .. }
                | Self::Unreachable { .. }
                | Self::Busy { .. }
                | Self::Timeout { .. }
        )
    }

    /// Whether a key exists already.
    #[must_use]
    pub fn is_unique(&self) -> bool {
        matches!(self, Self::UniqueViolation { .. })
    }

    /// Whether the disk is full, for this operation or for one it shared its commit with.
    #[must_use]
    pub fn is_storage_full(&self) -> bool {
        match self {
            Self::StorageFull { .. } => true,
            Self::Refused { source } => source.is_storage_full(),
            _ => false,
        }
    }

    /// Whether what is stored is not what was written: a damaged file, or a column that holds something else than the schema says.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        match self {
            Self::Damaged { .. } | Self::Column { .. } => true,
            Self::Refused { source } => source.is_damage(),
            _ => false,
        }
    }

    pub(crate) fn other(doing: &'static str, source: impl Into<Cause>) -> Self {
        Self::Other { doing, source: source.into() }
    }

    pub(crate) fn file(doing: &'static str, path: &std::path::Path) -> impl Fn(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { doing, path: path.clone(), source }
    }
}

fn holder(pid: Option<u32>) -> String {
    pid.map_or_else(|| "another process".to_owned(), |pid| format!("process {pid}"))
}
