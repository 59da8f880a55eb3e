//! How a database is opened.

use crate::Location;
use std::time::Duration;

/// How commits of the SQLite engine reach the disk. PostgreSQL always syncs in its own commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// The faster of the two below that power cuts have proved on the file system of the database: [`Durability::OwnSync`] on ext4, else
    /// [`Durability::Full`].
    Proven,
    /// SQLite syncs within COMMIT (`synchronous=FULL`); the next batch waits for it.
    Full,
    /// SQLite writes within COMMIT, and a thread of ours syncs the write-ahead log while the next batch works; whatever leaves the
    /// process waits for that.
    OwnSync,
}

/// How a database is opened. [`Options::default`] is a file `dream.db` in the working folder.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where it is.
    pub location: Location,
    /// SQLite: how many read transactions may be open at a time.
    pub readers: usize,
    /// PostgreSQL: how many connections, reading and writing together.
    pub pool: usize,
    /// How long to wait for another program's lock on the file, or another transaction's lock on a row.
    pub busy_timeout: Duration,
    /// How long to wait for a turn, a reader or a connection.
    pub acquire_timeout: Duration,
    /// PostgreSQL: how long to wait for the server to answer a new connection.
    pub connect_timeout: Duration,
    /// SQLite: how commits reach the disk.
    pub durability: Durability,
    /// A write transaction whose caller does other things for more than 100 ms between begin and commit panics instead of being
    /// logged; for tests.
    pub strict_turns: bool,
    /// PostgreSQL: accept a server that may lose acknowledged commits (`fsync` or `synchronous_commit` off).
    pub allow_unsafe_durability: bool,
}

impl Options {
    /// The defaults, at `location`.
    #[must_use]
    pub fn at(location: Location) -> Self {
        Self { location, ..Self::default() }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            location: Location::Sqlite { path: "dream.db".into() },
            readers: 4,
            pool: 32,
            busy_timeout: Duration::from_secs(5),
            acquire_timeout: Duration::from_secs(10),
            connect_timeout: Duration::from_secs(5),
            durability: Durability::Proven,
            strict_turns: false,
            allow_unsafe_durability: false,
        }
    }
}
