//! The same over HTTP and on streams with the database on PostgreSQL, beside the embedded one.

use std::path::Path;
use std::time::Duration;

use dream_sql::Location;
use dream_sql::testing::TestDb;

use super::{Figure, commands, messages, tasks};
use crate::{Failure, Outcome, Place};

const LENGTH: Duration = Duration::from_secs(3);
/// Where a server is whose superuser this process may be.
const SERVER: &str = "DREAMOS_TEST_POSTGRES";

/// Governed commands, messages and tasks on a database of their own of the server that the environment names.
pub(crate) async fn beside(folder: &Path, sync: Duration) -> Outcome<Vec<Figure>> {
    if std::env::var_os(SERVER).is_none() {
        return Ok(vec![Figure::new("the same on PostgreSQL", format!("no server: {SERVER} is not set"), "", None)]);
    }
    let database = TestDb::postgres().await.ok_or_else(|| Failure::broken("there is no PostgreSQL to measure on"))?;
    let Location::Postgres { url } = &database.options.location else {
        return Err(Failure::broken("a PostgreSQL measurement was given another engine"));
    };
    let place = Place::embedded(folder.join("postgres"), folder.join("postgres.log"))?.on_postgres(url);
    let (server, client, _) = place.start()?;
    let mut figures = commands::opened(&client, "on PostgreSQL over HTTP", None, sync, LENGTH).await?;
    for in_flight in [64, 256] {
        figures.extend(messages::published(&client, in_flight, " on PostgreSQL", None, LENGTH).await?);
    }
    server.stop()?;
    // Started again, it has forgotten how many calls the organisation made within this minute.
    let (server, client, _) = place.start()?;
    let clients = commands::with_tokens(&client).await?;
    figures.extend(tasks::done(&clients, 1, "tasks done over HTTP on PostgreSQL", None, LENGTH).await?);
    figures.extend(tasks::done(&clients, tasks::BATCH, &format!("  {} of them in each call", tasks::BATCH), None, LENGTH).await?);
    server.stop()?;
    Ok(figures)
}
