//! One process per database file: an exclusive lock on a file beside it, which ends with the process.

use crate::SqlError;
use rustix::fs::{FlockOperation, flock};
use std::{
    fs::File,
    io::{Read, Seek, Write},
    path::{Path, PathBuf},
};

/// The lock. It is never deleted: a file that is removed while another waits for it would be two locks.
#[derive(Debug)]
pub(super) struct FileLock {
    _file: File,
}

impl FileLock {
    pub(super) fn take(database: &Path) -> Result<Self, SqlError> {
        let path = with_suffix(database, ".lock");
        let fail = SqlError::file("locking the database by", &path);
        let mut file = File::options().read(true).write(true).create(true).truncate(false).open(&path).map_err(&fail)?;
        if let Err(error) = flock(&file, FlockOperation::NonBlockingLockExclusive) {
            if error != rustix::io::Errno::WOULDBLOCK {
                return Err(fail(error.into()));
            }
            let mut holder = String::new();
            // Who holds it is told if it can be read: the refusal stands without it.
            let _ = file.read_to_string(&mut holder);
            return Err(SqlError::Locked { path: database.to_owned(), pid: holder.trim().parse().ok() });
        }
        file.set_len(0).map_err(&fail)?;
        file.rewind().map_err(&fail)?;
        writeln!(file, "{}", std::process::id()).map_err(&fail)?;
        Ok(Self { _file: file })
    }
}

/// `path` with something appended to its last name.
pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
