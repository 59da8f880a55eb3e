//! The server's log: on stderr for whoever watches the process, and as lines that are kept and can be searched.

mod lines;

use crate::config::Format;
use crate::error::CliError;
use dream_app::logs::{Level, Line, Logs, SetName, StreamName};
use dream_clock::{Clock as _, SystemClock};
use lines::Lines;
use std::sync::{Arc, OnceLock};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt};

/// Libraries of protocols that write whole messages into their lines, which may hold anything: only their errors are kept.
const QUIET: [&str; 2] = ["rmcp=error", "agent_client_protocol=error"];

/// Where lines are kept once the log is open; before that they go to stderr alone.
#[derive(Clone, Default)]
pub(super) struct Kept(Arc<OnceLock<Logs>>);

impl Kept {
    /// Keeps lines in `logs` from here on. The first of them says that the server was started, and is on disk when this returns.
    pub(super) async fn open(&self, logs: &Logs) {
        let begins = Line::new(SystemClock.now(), Level::Info, StreamName::Server, "dreamos::up", "the server's log begins");
        let begins = begins.with("server.started", true).with("process.id", std::process::id()).with("version", env!("CARGO_PKG_VERSION"));
        if let Err(error) = logs.append_acknowledged(SetName::Server, begins).await {
            tracing::warn!(error.message = %error, "the log cannot be written; the server goes on without it");
        }
        // It is opened once in the life of a process.
        let _ = self.0.set(logs.clone());
    }
}

/// Starts logging.
pub(super) fn start(filter: &str, format: Format) -> Result<Kept, CliError> {
    let filter = EnvFilter::try_new(filter).map_err(|error| {
        CliError::usage(format!("the log filter `{filter}` is wrong: {error}"), "write a level such as info, or target=level")
    })?;
    let filter = QUIET.iter().filter_map(|quiet| quiet.parse().ok()).fold(filter, EnvFilter::add_directive);
    let stderr = fmt::layer().with_writer(std::io::stderr);
    let stderr = match format {
        Format::Json => stderr.json().flatten_event(true).boxed(),
        Format::Text => stderr.with_ansi(false).boxed(),
    };
    let kept = Kept::default();
    let started = tracing_subscriber::registry().with(filter).with(stderr).with(Lines::new(Arc::clone(&kept.0))).try_init();
    started.map_err(|error| CliError::Failed { what: format!("the log could not be started: {error}"), hint: None })?;
    Ok(kept)
}
