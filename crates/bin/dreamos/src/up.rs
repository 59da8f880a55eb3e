//! The server: what `dreamos up` is told, and its life from start to drain.

mod agents;
pub(crate) mod data_folder;
mod log;
mod reload;
pub(crate) mod sealing;

use crate::config::{Bridge, Config, Format, Mail, Only};
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::Printer;
use crate::wiring;
use data_folder::DataFolder;
use dream_app::logs::retire_server;
use dream_app::setup::{self, Local};
use dream_app::{App, Op, PublicUrl, agents as agents_of};
use dream_http::{ServeOptions, Server, Serves, Tls};
use dream_models::ModelsConfig;
use dream_workers::{Gateways, MirrorOf, Settings, Workers};
use std::future::Future;
use std::io::IsTerminal as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// What the server is told, resolved and validated.
#[derive(Debug)]
pub(crate) struct UpOptions {
    /// The data folder.
    pub(crate) data: PathBuf,
    /// Where to listen.
    pub(crate) listen: SocketAddr,
    /// The database; a SQLite file in the data folder when `None`.
    pub(crate) database: Option<String>,
    /// Where blobs go; a folder in the data folder when `None`.
    pub(crate) blobs: Option<String>,
    /// The one part to run; all when `None`.
    pub(crate) only: Option<Only>,
    /// Certificate chain and key, to serve HTTPS.
    pub(crate) tls: Option<(PathBuf, PathBuf)>,
    /// The proxy in front.
    pub(crate) behind_proxy: Option<IpAddr>,
    /// Where people and senders outside reach this server, if somebody said it.
    pub(crate) public_url: Option<PublicUrl>,
    /// How many calls a minute each token may make.
    pub(crate) calls_per_minute: u32,
    /// Whether agents run where nothing can confine them.
    pub(crate) unsafe_no_sandbox: bool,
    /// The key that secrets are sealed with; a file in the data folder when `None`.
    pub(crate) secret_key_file: Option<PathBuf>,
    /// The folders that git repositories of projects may lie in.
    pub(crate) repositories: Vec<PathBuf>,
    /// Which models may be called.
    pub(crate) models: ModelsConfig,
    /// What messages of the bridge may reach.
    pub(crate) bridge: Bridge,
    /// How people are reached by mail.
    pub(crate) mail: Mail,
    /// Which lines to log.
    pub(crate) log_filter: String,
    /// How they look.
    pub(crate) log_format: Format,
    /// How log lines are kept.
    pub(crate) logs: dream_app::logs::Options,
}

impl From<Config> for UpOptions {
    fn from(config: Config) -> Self {
        let server = config.server;
        let logs = config.log.options();
        let tls = server.tls_cert.value.zip(server.tls_key.value).map(|(cert, key)| (cert.into(), key.into()));
        Self {
            data: server.data.value.into(),
            listen: server.listen.value,
            database: server.database.value,
            blobs: server.blobs.value,
            only: server.only.value,
            tls,
            behind_proxy: server.behind_proxy.value,
            public_url: server.public_url.value,
            calls_per_minute: server.calls_per_minute.value,
            unsafe_no_sandbox: server.unsafe_no_sandbox.value,
            secret_key_file: server.secret_key_file.value.map(PathBuf::from),
            repositories: server.repositories.value.0,
            models: config.models.into_config(),
            bridge: config.bridge,
            mail: config.mail,
            log_filter: config.log.filter.value,
            log_format: config.log.format.value,
            logs,
        }
    }
}

/// How long work under way may take to end when the server is told to stop.
const GRACE: Duration = Duration::from_secs(10);
/// How many attempts one process works on at once.
const SLOTS: usize = 4;

/// Runs the server until it is told to stop.
pub(crate) async fn run(options: UpOptions, printer: &Printer) -> Result<Exit, CliError> {
    let kept = log::start(&options.log_filter, options.log_format)?;
    let tls = options.tls.as_ref().map(|(cert, key)| Tls::read(cert, key)).transpose();
    let tls = tls.map_err(|error| wiring::failed("reading the certificate", &error))?;
    let folder = DataFolder::claim(&options.data)?;
    let logs = wiring::open_logs(&options)?;
    kept.open(&logs).await;
    let listener = bind(options.listen).await?;
    let url = url(&options, &listener)?;
    let stop = signals()?;
    let wired = wiring::wire(&options, logs.clone()).await?;
    let app = wired.app;
    let stop = reload::until(stop, app.clone(), options.bridge.plans.value.clone())?;
    let local =
        setup::start_local(&app, &folder.name(&app)?).await.map_err(|error| wiring::failed("setting up the local organisation", &error))?;
    if options.only == Some(Only::Commandpost) {
        app.serve_bridge_alone();
    } else {
        let setup = Op::of_worker(app.clone(), "setup");
        agents_of::ensure_all(&setup).await.map_err(|error| wiring::failed("registering the built-in agents", &error))?;
    }
    logs.archive_in(app.blobs.clone(), local.org);
    if wired.shared {
        app.call_server(folder.server_name(&app)?);
    }
    let holder = if wired.shared { folder.holder(&app)? } else { "embedded".to_owned() };
    // Where several processes share the database, each would mirror only what it came upon.
    let mirror = (!wired.shared).then(|| MirrorOf { org: local.org, folder: options.data.join("data") });
    let supervisor = agents::supervisor(&options, &app, wired.shared.then(|| holder.clone()))?;
    let settings = Settings { holder, slots: SLOTS, mirror, worker: Arc::new(supervisor.clone()) };
    let gateways = Gateways::new(app.clone(), Arc::new(dream_discord::Gateway), settings.holder.clone());
    let workers = match options.only {
        Some(Only::Api) => Workers::start_own(&app, settings),
        Some(Only::Commandpost) => {
            Workers::start_bridge(&app, settings).announcing(&app, wiring::outlets(&options, &url)?).connected_by(&app, gateways)
        }
        None | Some(Only::Workers) => {
            agents::begin(&app, &supervisor, &local, wired.shared.then_some(settings.holder.as_str())).await?;
            let workers = Workers::start(&app, settings).announcing(&app, wiring::outlets(&options, &url)?);
            workers.connected_by(&app, gateways).supervised_by(&app, supervisor)
        }
    };
    let certificate = tls.as_ref().map(|tls| dream_client::fingerprint(tls.certificate()));
    let server = server(listener, tls, &app, &options)?;
    // The start needs more at once than what follows it.
    dream_sandbox::give_back_memory();
    folder.announce(&url, certificate.as_deref(), &local.token)?;
    printer.note(&format!("dreamos is ready at {url}"));
    invite_owner(&app, &local, &url, printer).await?;
    tracing::info!(url, data = %options.data.display(), org.id = %local.org, "ready");
    server.run(stop).await;
    folder.withdraw();
    workers.stop(GRACE).await;
    let closed = close(app).await;
    // Last, so that what closing the database says is kept too.
    logs.close().await;
    closed?;
    Ok(Exit::Done)
}

/// Says that this server has ended, and closes the database.
async fn close(app: App) -> Result<(), CliError> {
    if let Err(error) = retire_server(&Op::of_worker(app.clone(), "server")).await {
        tracing::warn!(error.code = error.code, %error, "this server counts as running for a minute more");
    }
    let store = app.store.clone();
    drop(app);
    store.close().await.map_err(|error| wiring::failed("closing the database", &error))
}

/// Shows whoever started the server at a terminal how to set it up in a browser, until somebody has. A log must not hold such a link.
async fn invite_owner(app: &App, local: &Local, url: &str, printer: &Printer) -> Result<(), CliError> {
    if !std::io::stderr().is_terminal() {
        return Ok(());
    }
    let link = setup::set_up_link(app, local).await.map_err(|error| wiring::failed("making the link to set up with", &error))?;
    if let Some(link) = link {
        let path = format!("/set-up/{}", link.expose());
        let link = app.public_url.as_ref().map_or_else(|| format!("{url}{path}"), |public| public.link(&path));
        printer.note(&format!("set it up in a browser, within a day: {link}"));
    }
    Ok(())
}

fn server(listener: TcpListener, tls: Option<Tls>, app: &App, options: &UpOptions) -> Result<Server, CliError> {
    let serving = ServeOptions {
        tls,
        behind_proxy: options.behind_proxy,
        calls_per_minute: options.calls_per_minute,
        serves: match options.only {
            None | Some(Only::Api) => Serves::All,
            Some(Only::Commandpost) => Serves::Bridge,
            Some(Only::Workers) => Serves::Health,
        },
        grace: GRACE,
    };
    Server::new(listener, app.clone(), serving).map_err(|error| wiring::failed("serving", &error))
}

async fn bind(listen: SocketAddr) -> Result<TcpListener, CliError> {
    TcpListener::bind(listen).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => CliError::Refused {
            code: "address_in_use",
            what: format!("{listen} is in use by another program"),
            hint: "choose another address with --listen, or port 0 for any that is free".to_owned(),
        },
        _ => CliError::Io { doing: format!("listening on {listen}"), source: error },
    })
}

fn url(options: &UpOptions, listener: &TcpListener) -> Result<String, CliError> {
    let address = listener.local_addr().map_err(|source| CliError::Io { doing: "reading the address".to_owned(), source })?;
    let scheme = if options.tls.is_some() { "https" } else { "http" };
    Ok(format!("{scheme}://{}", reached(address)))
}

/// The address at which this machine itself reaches what listens on `address`: all addresses are none to connect to.
fn reached(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

/// Ends when the process is told to stop. The signals are listened to from here on.
fn signals() -> Result<impl Future<Output = ()> + Send + 'static, CliError> {
    use tokio::signal::unix::{SignalKind, signal};
    let listen = |kind| signal(kind).map_err(|source| CliError::Io { doing: "listening to signals".to_owned(), source });
    let (mut terminate, mut interrupt) = (listen(SignalKind::terminate())?, listen(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("told to stop; draining");
    })
}
