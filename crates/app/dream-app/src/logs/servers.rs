//! Which servers have logs: each keeps its own in its own data folder, and answers from that alone.

use crate::{App, AppError, Op};
use dream_store::{SeenServer, server_lease};
use std::time::Duration;

/// How long a server counts as running after it last said so.
const TERM: Duration = Duration::from_mins(1);

/// A server among those that share a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerName {
    /// Its name: the same after a restart, and no other's.
    pub name: String,
    /// The machine it runs on.
    pub host: String,
}

/// Says that this server runs, where several share a database. To be said again well within a minute.
///
/// # Errors
/// Those of the store.
pub async fn announce_server(op: &Op) -> Result<(), AppError> {
    let app = op.app();
    let Some(server) = app.server_name() else { return Ok(()) };
    let mut tx = app.store.begin().await?;
    // Refused only while what the same server said on another machine still counts.
    let _ = tx.take_lease(app.system, &server_lease(&server.name), &server.host, TERM).await?;
    Ok(tx.commit().await?)
}

/// Says that this server runs no longer, where several share a database.
///
/// # Errors
/// Those of the store: then it counts as running for a minute more.
pub async fn retire_server(op: &Op) -> Result<(), AppError> {
    let app = op.app();
    let Some(server) = app.server_name() else { return Ok(()) };
    let mut tx = app.store.begin().await?;
    // Ended now, and not forgotten: its log is there still.
    let _ = tx.take_lease(app.system, &server_lease(&server.name), &server.host, Duration::ZERO).await?;
    Ok(tx.commit().await?)
}

/// The servers whose logs this one cannot look through, in words; none where no other shares the database.
pub(super) async fn not_searched(app: &App) -> Result<Vec<String>, AppError> {
    let Some(own) = app.server_name() else { return Ok(Vec::new()) };
    let seen = app.store.servers(app.system).await?;
    Ok(seen.into_iter().filter(|server| server.name != own.name).map(words).collect())
}

fn words(SeenServer { name, host, runs }: SeenServer) -> String {
    let next = if runs { "ask it at its own address" } else { "it does not run now: start it, then ask it at its own address" };
    format!("the log of the server {name} on {host} was not searched, since each server keeps its own; {next}")
}
