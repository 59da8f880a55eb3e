//! Opening connections with the settings that our promises rest on.

use super::{error::error, statement::CACHED_STATEMENTS};
use crate::{Durability, Options, SqlError};
use rusqlite::{Connection, OpenFlags, config::DbConfig};
use std::{fs::File, path::Path, time::Duration};

/// The first SQLite without the write-ahead log's reset bug, which corrupts.
const OLDEST: i32 = 3_051_003;

/// What the magic number of a file system says that is ext4 (or ext3 and ext2, which the same code serves).
const EXT4: u32 = 0xEF53;

/// How commits reach the disk where the database at `path` lies: `wanted`, or what is proven there.
pub(super) fn durability(path: &Path, wanted: Durability) -> Durability {
    if wanted != Durability::Proven {
        return wanted;
    }
    // Where nobody can tell, the file system is one of the others.
    let kind = rustix::fs::statfs(folder_of(path)).ok().and_then(|found| u32::try_from(found.f_type).ok());
    if kind == Some(EXT4) { Durability::OwnSync } else { Durability::Full }
}

/// The one connection that writes, with a durability that is decided. Makes the file when it is missing.
pub(super) fn writer(path: &Path, options: &Options) -> Result<Connection, SqlError> {
    if rusqlite::version_number() < OLDEST {
        let what = "a SQLite older than 3.51.3";
        return Err(SqlError::Unsupported { what, hint: "build this program with its bundled SQLite" });
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = open(path, flags, options.busy_timeout)?;
    let set = error("setting up the database");
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).map_err(&set)?;
    if mode != "wal" {
        return Err(SqlError::Unsupported { what: "a write-ahead log", hint: "keep the database on a local disk" });
    }
    let synchronous = if options.durability == Durability::OwnSync { "NORMAL" } else { "FULL" };
    // Every 1,000 pages of the log they are copied into the database, and whoever commits waits for it: a longer log is copied at once more
    // rarely, and everybody waits longer for each.
    // The checkpoint brings what an earlier process wrote into the database file and syncs it: after a failed sync of the log, the
    // system may hold pages of it as clean that the disk does not have.
    // The journal of savepoints stays in memory: it would go to a file as soon as an operation touches more than a few pages.
    let settings = format!(
        "PRAGMA temp_store = MEMORY; PRAGMA synchronous = {synchronous}; PRAGMA fullfsync = ON; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 1000; \
         PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -8000; PRAGMA wal_checkpoint(TRUNCATE);"
    );
    connection.execute_batch(&settings).map_err(set)?;
    // The file and its log may be new: their names must survive, too.
    sync_folder(path)?;
    Ok(connection)
}

/// Makes the names of the files beside `path` durable.
pub(crate) fn sync_folder(path: &Path) -> Result<(), SqlError> {
    let folder = folder_of(path);
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(SqlError::file("saving the names of the files in", folder))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A connection that only reads.
pub(super) fn reader(path: &Path, options: &Options) -> Result<Connection, SqlError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = open(path, flags, options.busy_timeout)?;
    connection.execute_batch("PRAGMA query_only = ON").map_err(error("setting up a reader"))?;
    Ok(connection)
}

fn open(path: &Path, flags: OpenFlags, busy_timeout: Duration) -> Result<Connection, SqlError> {
    let set = error("opening the database file");
    let connection = Connection::open_with_flags(path, flags).map_err(&set)?;
    connection.busy_timeout(busy_timeout).map_err(&set)?;
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    // Otherwise a statement whose plan could depend on a parameter is parsed and planned anew at each use.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(&set)?;
    connection.execute_batch("PRAGMA mmap_size = 0; PRAGMA trusted_schema = OFF").map_err(&set)?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::StatementStatus;

    #[test]
    fn commits_reach_the_disk_as_it_is_proven_there() {
        let test = crate::testing::TestDb::sqlite();
        let kind =
            std::process::Command::new("stat").args(["--file-system", "--format=%t"]).arg(test.path().unwrap().parent().unwrap()).output();
        let of_tests = if kind.unwrap().stdout.trim_ascii() == b"ef53" { Durability::OwnSync } else { Durability::Full };
        assert_eq!(durability(test.path().unwrap(), Durability::Proven), of_tests);
        assert_eq!(durability(Path::new("/proc/dream.db"), Durability::Proven), Durability::Full, "another file system");
        assert_eq!(durability(Path::new("/missing/dream.db"), Durability::Proven), Durability::Full, "none");
        for said in [Durability::Full, Durability::OwnSync] {
            assert_eq!(durability(test.path().unwrap(), said), said);
        }
    }

    /// SQLite guesses from a parameter how many rows a condition leaves, and would plan again whenever it is bound anew.
    #[test]
    fn a_statement_is_planned_once_whatever_its_parameters() {
        let test = crate::testing::TestDb::sqlite();
        let connection = writer(test.path().unwrap(), &Options::default()).unwrap();
        connection.execute_batch("CREATE TABLE t (a text, b boolean); CREATE INDEX t_by_a ON t (a)").unwrap();
        let mut statement = connection.prepare("SELECT 1 FROM t WHERE a = $1 AND b = $2").unwrap();
        for b in [0, 1, 2, 0] {
            assert!(!statement.exists(rusqlite::params!["x", b]).unwrap());
        }
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
    }
}
