//! Whether this process can do its work: room to write, and a clock that agrees with the database's.

use crate::overview::Machine;
use crate::{App, AppError, Kind};
use dream_clock::Timestamp;
use std::future::Future;
use std::path::Path;
use std::time::Duration;
use tokio::sync::Mutex;

/// The least free space on the disk of the data folder and on that of the blobs, in bytes. A database with less may take a small write and
/// refuse the next.
const LEAST_SPACE: u64 = 16 << 20;
/// How far this machine's clock may be from the database's, in microseconds. Events and messages bear the times of the servers.
const MOST_APART: u64 = 2_000_000;
/// How long it counts that what was written to try the room did not fit. Anybody may ask for readiness, and each try writes 256 KiB.
const TRY_AGAIN: Duration = Duration::from_secs(5);

/// What was lately found to have no room. Those who ask at once are one question.
#[derive(Default)]
pub(crate) struct Refusals {
    database: Refusal,
    blobs: Refusal,
}

/// What to tell whoever asks, and since when.
#[derive(Default)]
struct Refusal(Mutex<Option<(Timestamp, String)>>);

/// Whether there is room for what is to be written: on the disks of the data folder and of the blobs, and in the database and among the
/// blobs, which are tried once a write was refused for want of space, each every five seconds at most.
///
/// # Errors
/// What to tell whoever asks.
pub async fn room(app: &App) -> Result<(), String> {
    free("the data folder", &app.scratch)?;
    if let Some(folder) = app.blobs.folder() {
        free("the blobs", folder)?;
    }
    app.room().database.or_ask(app, found("the database", app.store.has_room())).await?;
    app.room().blobs.or_ask(app, found("the blobs", app.blobs.has_room())).await
}

/// Whether the disk of `what`, which holds `folder`, has space.
fn free(what: &str, folder: &Path) -> Result<(), String> {
    let Some(free) = Machine::look(folder).disk_free_bytes.filter(|free| *free < LEAST_SPACE) else { return Ok(()) };
    let (free, least) = (free >> 10, LEAST_SPACE >> 20);
    Err(format!("the disk of {what} has {free} KiB left, less than {least} MiB: free some space"))
}

async fn found<E: std::error::Error>(what: &str, room: impl Future<Output = Result<bool, E>>) -> Result<(), String> {
    match room.await {
        Ok(true) => Ok(()),
        Ok(false) => Err(format!("the disk of {what} is full: free some space")),
        Err(error) => {
            tracing::warn!(error.chain = ?error, "whether {what} has room is unknown");
            Err(format!("whether there is room for {what} again cannot be found out; the server's log says why"))
        }
    }
}

impl Refusal {
    /// What was found in the last seconds if that was a refusal; else what `ask` finds now.
    async fn or_ask(&self, app: &App, ask: impl Future<Output = Result<(), String>>) -> Result<(), String> {
        let mut last = self.0.lock().await;
        let now = app.now();
        if let Some((_, why)) = last.as_ref().filter(|(at, _)| (*at..at.plus(TRY_AGAIN)).contains(&now)) {
            return Err(why.clone());
        }
        let found = ask.await;
        *last = found.as_ref().err().map(|why| (now, why.clone()));
        found
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
