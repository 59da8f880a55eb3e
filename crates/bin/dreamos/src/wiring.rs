//! Which engine serves each concern: the one place that chooses.

use crate::error::CliError;
use crate::up::{UpOptions, sealing};
use dream_agents::{GitRepositories, RepositoryOptions};
use dream_app::logs::Logs;
use dream_app::notifications::Outlets;
use dream_app::service_plans::ServicePlans;
use dream_app::{App, Parts, blob_mark, readiness, secrets};
use dream_blobs::Blobs;
use dream_bus::SqlBus;
use dream_clock::{Clock, Rng, SystemClock, SystemRng};
use dream_discord::Rest;
use dream_hooks::{Hooks, SystemResolver};
use dream_id::{Scope, SystemKey};
use dream_mail::Smtp;
use dream_models::Providers;
use dream_ports::Mail;
use dream_roles::Prompts;
use dream_sql::{Db, Location, Options};
use dream_store::{Difference, Store};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Where programs of ours and of agents are looked up.
pub(crate) const PATH: &str = "/usr/local/bin:/usr/bin:/bin";
/// How long one step of git may take.
const GIT_PATIENCE: Duration = Duration::from_mins(2);

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
    let place = match &options.database {
        Some(text) => location(text)?,
        None => Location::Sqlite { path: options.data.join("dream.db") },
    };
    let shared = matches!(place, Location::Postgres { .. });
    if shared && options.blobs.is_none() {
        let hint = "processes that share a database must share its blobs: add --blobs s3://… or a shared folder";
        return Err(CliError::usage("--database names a shared database, and --blobs is missing", hint));
    }
    let store = Store::open(Options::at(place), Arc::clone(&clock), Arc::clone(&rng))
        .await
        .map_err(|error| failed("opening the database", &error))?;
    let blobs = open_blobs(options).await?;
    let scratch = options.data.join("scratch");
    make_scratch(&scratch)?;
    let bus = Arc::new(SqlBus::start(store.db().clone(), clock, rng));
    let (models, sealing, system) = (Arc::new(models), Arc::new(sealing::key(options)?), SystemKey::mint());
    let (discord, hooks) = outside(options)?;
    let public_url = options.public_url.clone();
    let repositories = Arc::new(repositories(options)?);
    let app =
        App::new(Parts { bus, store, blobs, logs, models, discord, hooks, repositories, prompts, public_url, scratch, sealing, system });
    app.reach_slack_at(&options.bridge.slack_api.value);
    app.publish_plans(plans(options.bridge.plans.value.as_deref())?);
    readiness::refuse_other_clock(&app).await.map_err(|error| failed("comparing this machine's clock with the database's", &error))?;
    blob_mark::check(&app).await.map_err(|error| failed("comparing the blobs with the database", &error))?;
    secrets::check_key(&app, shared).await.map_err(|error| failed("comparing the sealing key with the database", &error))?;
    Ok(Wired { app, shared })
}

/// The plans of the bridge that the operator wrote down; the built-in one alone without a file.
pub(crate) fn plans(file: Option<&str>) -> Result<ServicePlans, CliError> {
    let Some(path) = file else { return Ok(ServicePlans::default()) };
    let text = std::fs::read_to_string(path)
        .map_err(|source| CliError::Io { doing: format!("reading the plans of the bridge in {path}"), source })?;
    ServicePlans::parse(path, &text)
        .map_err(|error| CliError::usage(format!("the plans of the bridge cannot be used:\n{error}"), "see docs/bridge/service.md"))
}

/// Discord, and the addresses that people write down.
fn outside(options: &UpOptions) -> Result<(Arc<Rest>, Arc<Hooks>), CliError> {
    let bridge = &options.bridge;
    let discord = Rest::new(&bridge.discord_api.value).map_err(|error| failed("setting up the way to Discord", &error))?;
    let allowance = bridge.allowance().map_err(|error| failed("reading what webhooks may reach", &error))?;
    let hooks = Hooks::new(allowance, Arc::new(SystemResolver)).map_err(|error| failed("setting up outgoing webhooks", &error))?;
    Ok((Arc::new(discord), Arc::new(hooks)))
}

/// The git repositories that the operator allows.
fn repositories(options: &UpOptions) -> Result<GitRepositories, CliError> {
    let own = options.data.join("repositories");
    // Git is run elsewhere than here, and takes a path for what it says.
    let folder = std::path::absolute(own).map_err(|source| CliError::Io { doing: "looking for the data folder".to_owned(), source })?;
    let repositories = RepositoryOptions { allowed: options.repositories.clone(), folder, path: PATH.to_owned(), patience: GIT_PATIENCE };
    GitRepositories::open(repositories).map_err(|error| failed("setting up the repositories of projects", &error))
}

/// What carries messages to people, and where their links lead.
pub(crate) fn outlets(options: &UpOptions, url: &str) -> Result<Outlets, CliError> {
    let config = options.mail.config().map_err(|error| failed("reading the mail server", &error))?;
    let mail = match config {
        Some(config) => Some(Arc::new(Smtp::new(config).map_err(|error| failed("setting up mail", &error))?) as Arc<dyn Mail>),
        None => None,
    };
    Ok(Outlets { mail, url: options.public_url.as_ref().map_or_else(|| url.to_owned(), ToString::to_string) })
}

/// Opens this process's log, in its data folder.
pub(crate) fn open_logs(options: &UpOptions) -> Result<Logs, CliError> {
    let opened = Logs::open(options.data.join("logs"), options.logs.clone(), Arc::new(SystemClock));
    opened.map_err(|error| failed("opening the log", &error))
}

async fn open_blobs(options: &UpOptions) -> Result<Blobs, CliError> {
    match &options.blobs {
        Some(text) => blobs_at(text).await,
        None => opened(&dream_blobs::Location::Disk(options.data.join("blobs"))).await,
    }
}

/// The blob store that `--blobs` names.
pub(crate) async fn blobs_at(text: &str) -> Result<Blobs, CliError> {
    opened(&text.parse().map_err(|error| CliError::usage(format!("--blobs: {error}"), "see `dreamos up --help`"))?).await
}

async fn opened(location: &dream_blobs::Location) -> Result<Blobs, CliError> {
    Blobs::open(location).await.map_err(|error| failed("opening the blobs", &error))
}

/// Where `--database` leads.
pub(crate) fn location(text: &str) -> Result<Location, CliError> {
    text.parse().map_err(|error| CliError::usage(format!("--database: {error}"), "see `dreamos up --help`"))
}

/// Refuses a database that has something in it.
pub(crate) async fn refuse_occupied(location: &Location) -> Result<(), CliError> {
    let looking = |error| failed("looking into the database", &error);
    let db = Db::open(Options::at(location.clone())).await.map_err(looking)?;
    let found = db.schema().await.map_err(looking)?;
    db.close().await.map_err(looking)?;
    match found.first() {
        None => Ok(()),
        Some(column) => Err(CliError::usage(
            format!("the database at {location} is not empty: it has {}", column.table),
            "name a new one with --database: a restore overwrites nothing",
        )),
    }
}

/// Fills the empty database from a copy.
pub(crate) async fn restore_store(location: Location, copy: &Path) -> Result<Store, CliError> {
    let restored = Store::restore(Options::at(location), Arc::new(SystemClock), Arc::new(SystemRng), copy).await;
    restored.map_err(|error| failed("restoring the database", &error))
}

/// Opens a database to look into it.
pub(crate) async fn open_store(location: Location) -> Result<Store, CliError> {
    let opened = Store::open(Options::at(location), Arc::new(SystemClock), Arc::new(SystemRng)).await;
    opened.map_err(|error| failed("opening the database", &error))
}

/// Recomputes the ledgers of all organisations; how many events they have. `context` begins what is said of one that is broken.
pub(crate) async fn verify(store: &Store, context: &str) -> Result<u64, CliError> {
    let verifying = |error| failed("verifying the ledger", &error);
    let mut reader = store.read().await.map_err(verifying)?;
    let mut events = 0;
    for org in reader.audited_orgs(Scope::System(SystemKey::mint())).await.map_err(verifying)? {
        let report = reader.verify(org).await.map_err(verifying)?;
        if let Some(problem) = report.problem {
            return Err(CliError::Refused {
                code: "ledger_broken",
                what: format!("{context} the ledger of {org} is broken: {problem}"),
                hint: "keep a copy, restore a backup, and compare the two with `dreamos audit export`".to_owned(),
            });
        }
        events += report.events;
    }
    Ok(events)
}

/// Folds the governed rows anew from the ledgers, and gives those that differ; the rebuilt rows stay with `keep`.
pub(crate) async fn rebuild(store: &Store, keep: bool) -> Result<Vec<Difference>, CliError> {
    store.rebuild(SystemKey::mint(), keep).await.map_err(|error| failed("folding the rows anew", &error))
}

/// How many rows each governed table has.
pub(crate) async fn governed_rows(store: &Store) -> Result<Vec<(&'static str, u64)>, CliError> {
    store.governed_rows(SystemKey::mint()).await.map_err(|error| failed("counting rows", &error))
}

/// Refuses a database that servers but `own` run on, as far as they said so within the last minute.
pub(crate) async fn refuse_running(store: &Store, own: Option<&str>) -> Result<(), CliError> {
    let seen = store.servers(SystemKey::mint()).await.map_err(|error| failed("looking for servers", &error))?;
    match seen.into_iter().find(|server| server.runs && Some(server.name.as_str()) != own) {
        None => Ok(()),
        Some(server) => Err(CliError::Refused {
            code: "database_in_use",
            what: format!("the server {} on {} runs on this database, or did so a minute ago", server.name, server.host),
            hint: "stop every server on it; one that was killed counts for a minute".to_owned(),
        }),
    }
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
