//! The server: what `dreamos up` is told, and its life from start to drain.

use crate::config::{Config, Format, Only};
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::Printer;
use dream_models::ModelsConfig;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

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
    /// Which models may be called.
    pub(crate) models: ModelsConfig,
    /// Which lines to log.
    pub(crate) log_filter: String,
    /// How they look.
    pub(crate) log_format: Format,
}

impl From<Config> for UpOptions {
    fn from(config: Config) -> Self {
        let server = config.server;
        let tls = server.tls_cert.value.zip(server.tls_key.value).map(|(cert, key)| (cert.into(), key.into()));
        Self {
            data: server.data.value.into(),
            listen: server.listen.value,
            database: server.database.value,
            blobs: server.blobs.value,
            only: server.only.value,
            tls,
            behind_proxy: server.behind_proxy.value,
            models: config.models.into_config(),
            log_filter: config.log.filter.value,
            log_format: config.log.format.value,
        }
    }
}

/// Runs the server until it is told to stop.
pub(crate) async fn run(options: UpOptions, printer: &Printer) -> Result<Exit, CliError> {
    let _ = (options, printer);
    Err(CliError::Failed { what: "the server is not wired into this binary yet".to_owned(), hint: None })
}
