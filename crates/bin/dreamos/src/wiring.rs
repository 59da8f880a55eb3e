//! Which engine serves each concern: the one place that chooses.

use crate::error::CliError;
use crate::up::UpOptions;
use dream_app::logs::Logs;
use dream_app::{App, Parts, blob_mark};
use dream_blobs::Blobs;
use dream_bus::SqlBus;
use dream_clock::{Clock, Rng, SystemClock, SystemRng};
use dream_id::SystemKey;
use dream_models::Providers;
use dream_roles::Prompts;
use dream_sql::{Location, Options};
use dream_store::Store;
use std::path::Path;
use std::sync::Arc;

/// The core on the parts that the options name, and whether other processes may share its database.
pub(crate) struct Wired {
    pub(crate) app: App,
    pub(crate) shared: bool,
}

/// Opens everything. Nothing is left open when something fails.
pub(crate) async fn wire(options: &UpOptions, logs: Logs) -> Result<Wired, CliError> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let rng: Arc<dyn Rng> = Arc::new(SystemRng);
    let models =
        Providers::new(&options.models, Arc::clone(&clock), Arc::clone(&rng)).map_err(|error| failed("setting up the models", &error))?;
    let prompts = Prompts::built_in().map_err(|error| failed("reading the prompts", &error))?;
    let location = match &options.database {
        Some(text) => text.parse().map_err(|error| CliError::usage(format!("--database: {error}"), "see `dreamos up --help`"))?,
        None => Location::Sqlite { path: options.data.join("dream.db") },
    };
    let shared = matches!(location, Location::Postgres { .. });
    if shared && options.blobs.is_none() {
        let hint = "processes that share a database must share its blobs: add --blobs s3://… or a shared folder";
        return Err(CliError::usage("--database names a shared database, and --blobs is missing", hint));
    }
    let store = Store::open(Options::at(location), Arc::clone(&clock), Arc::clone(&rng))
        .await
        .map_err(|error| failed("opening the database", &error))?;
    let blobs = open_blobs(options).await?;
    let scratch = options.data.join("scratch");
    make_scratch(&scratch)?;
    let bus = Arc::new(SqlBus::start(store.db().clone(), clock, rng));
    let app = App::new(Parts { bus, store, blobs, logs, models: Arc::new(models), prompts, scratch, system: SystemKey::mint() });
    blob_mark::check(&app).await.map_err(|error| failed("comparing the blobs with the database", &error))?;
    Ok(Wired { app, shared })
}

/// Opens this process's log, in its data folder.
pub(crate) fn open_logs(options: &UpOptions) -> Result<Logs, CliError> {
    let opened = Logs::open(options.data.join("logs"), options.logs.clone(), Arc::new(SystemClock));
    opened.map_err(|error| failed("opening the log", &error))
}

async fn open_blobs(options: &UpOptions) -> Result<Blobs, CliError> {
    let location = match &options.blobs {
        Some(text) => text.parse().map_err(|error| CliError::usage(format!("--blobs: {error}"), "see `dreamos up --help`"))?,
        None => dream_blobs::Location::Disk(options.data.join("blobs")),
    };
    Blobs::open(&location).await.map_err(|error| failed("opening the blobs", &error))
}

/// Files of an earlier life were for requests that are long over.
fn make_scratch(path: &Path) -> Result<(), CliError> {
    let io = |source| CliError::Io { doing: format!("making {}", path.display()), source };
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(io(error)),
        _ => {}
    }
    std::fs::create_dir_all(path).map_err(io)
}

/// A failure with everything that led to it, for the person at the terminal.
pub(crate) fn failed(doing: &str, error: &dyn std::error::Error) -> CliError {
    let mut what = format!("{doing} failed: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        let text = cause.to_string();
        if !what.contains(&text) {
            what.push_str(": ");
            what.push_str(&text);
        }
        source = cause.source();
    }
    CliError::Failed { what, hint: None }
}
