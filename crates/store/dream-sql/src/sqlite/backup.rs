//! Copies of the database file, made while others read and write.

use super::{connect::sync_folder, error::error, lock::with_suffix};
use crate::SqlError;
use rusqlite::{
    Connection,
    backup::{Backup, StepResult},
};
use std::{fs::File, path::Path};

/// How many pages are copied between two looks at the clock of others.
const PAGES: i32 = 1_024;

/// Copies to `to`, which must not exist: wholly or not at all.
pub(super) fn to_new_file(from: &Connection, to: &Path) -> Result<(), SqlError> {
    if to.exists() {
        let exists = std::io::Error::new(std::io::ErrorKind::AlreadyExists, "there is a file of this name already");
        return Err(SqlError::file("writing the copy", to)(exists));
    }
    replace(from, to)
}

/// Copies to `to`, in the place of a file that may be there: wholly or not at all.
pub(super) fn replace(from: &Connection, to: &Path) -> Result<(), SqlError> {
    let partial = with_suffix(to, ".partial");
    let fail = SqlError::file("writing the copy", to);
    if partial.exists() {
        std::fs::remove_file(&partial).map_err(&fail)?;
    }
    copy(from, &partial)?;
    File::open(&partial).and_then(|file| file.sync_all()).map_err(&fail)?;
    std::fs::rename(&partial, to).map_err(&fail)?;
    sync_folder(to)
}

fn copy(from: &Connection, to: &Path) -> Result<(), SqlError> {
    let fail = error("copying the database");
    // A snapshot held throughout: without it every commit of others would start the copy anew.
    from.execute_batch("BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1").map_err(&fail)?;
    let copied = pages(from, to);
    from.execute_batch("ROLLBACK").map_err(&fail)?;
    copied.map_err(fail)
}

fn pages(from: &Connection, to: &Path) -> rusqlite::Result<()> {
    let mut target = Connection::open(to)?;
    target.execute_batch("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON")?;
    let backup = Backup::new(from, &mut target)?;
    loop {
        match backup.step(PAGES)? {
            StepResult::Done => break,
            StepResult::More => {}
            _ => std::thread::yield_now(),
        }
    }
    drop(backup);
    // A copy is one file: its own log is folded in.
    target.execute_batch("PRAGMA journal_mode = DELETE")?;
    target.close().map_err(|(_, error)| error)
}
