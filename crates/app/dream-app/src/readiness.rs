//! Whether this process can do its work: room to write, and a clock that agrees with the database's.

use crate::overview::Machine;
use crate::{App, AppError, Kind};

/// The least free space on the disk of the data folder, in bytes. A database with less may take a small write and refuse the next.
const LEAST_SPACE: u64 = 16 << 20;
/// How far this machine's clock may be from the database's, in microseconds. Leases of tasks end by the clocks of the servers.
const MOST_APART: u64 = 2_000_000;

/// Whether there is room for what is to be written: on the disk of the data folder, and in the database, which is tried once a write was
/// refused for want of space.
///
/// # Errors
/// What to tell whoever asks.
pub async fn room(app: &App) -> Result<(), String> {
    if let Some(free) = Machine::look(&app.scratch).disk_free_bytes.filter(|free| *free < LEAST_SPACE) {
        let (free, least) = (free >> 10, LEAST_SPACE >> 20);
        return Err(format!("the disk of the data folder has {free} KiB left, less than {least} MiB: free some space"));
    }
    match app.store.has_room().await {
        Ok(true) => Ok(()),
        Ok(false) => Err("the disk of the database is full: free some space".to_owned()),
        Err(error) => {
            tracing::warn!(error.chain = ?error, "whether the database has room is unknown");
            Err("whether the database has room again cannot be found out; the server's log says why".to_owned())
        }
    }
}

/// Compares this machine's clock with the database's, and keeps what it finds for [`clock`]; how far it is ahead, in microseconds.
///
/// # Errors
/// Those of the store.
pub async fn compare_clocks(app: &App) -> Result<i64, AppError> {
    let ahead = app.store.clock_ahead_micros().await?.unwrap_or(0);
    let was_wrong = clock(app).is_err();
    app.keep_clock_ahead(ahead);
    if let Err(why) = clock(app) {
        tracing::error!(clock.ahead_us = ahead, "{why}");
    } else if was_wrong {
        tracing::info!(clock.ahead_us = ahead, "this machine's clock agrees with the database's again");
    }
    Ok(ahead)
}

/// Whether this machine's clock agreed with the database's when they were last compared.
///
/// # Errors
/// What to tell whoever asks.
pub fn clock(app: &App) -> Result<(), String> {
    let apart = app.clock_ahead_micros();
    if apart.unsigned_abs() <= MOST_APART {
        return Ok(());
    }
    let side = if apart > 0 { "ahead of" } else { "behind" };
    let seconds = apart.unsigned_abs() / 1_000_000;
    Err(format!("this machine's clock is {seconds} s {side} the database's: have both set by the same time service"))
}

/// Refuses to begin with a clock that does not agree with the database's.
///
/// # Errors
/// `clock_differs`; those of the store.
pub async fn refuse_other_clock(app: &App) -> Result<(), AppError> {
    compare_clocks(app).await?;
    clock(app).map_err(|why| AppError::new(Kind::Unavailable, "clock_differs", format!("{why}, then start again")))
}
