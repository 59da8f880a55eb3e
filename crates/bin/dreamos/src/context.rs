//! What every command stands on: the printer, the configuration, the client.

use crate::cli::Global;
use crate::config::Config;
use crate::connect;
use crate::error::CliError;
use crate::printer::Printer;
use dream_client::Client;

/// One invocation.
pub(crate) struct Context {
    /// The flags that every command takes.
    pub(crate) global: Global,
    /// Where output goes.
    pub(crate) printer: Printer,
}

impl Context {
    pub(crate) fn new(global: Global, printer: Printer) -> Self {
        Self { global, printer }
    }

    /// The configuration: flags, environment, file, defaults.
    pub(crate) fn config(&self) -> Result<Config, CliError> {
        Ok(Config::load(&self.global, &|name| std::env::var(name).ok())?)
    }

    /// A client of the server that flags, environment, file or `run.json` name.
    pub(crate) fn client(&self) -> Result<Client, CliError> {
        let config = self.config()?;
        connect::client(connect::target(&config.client, &config.server.data.value)?)
    }
}
