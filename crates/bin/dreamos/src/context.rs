//! What every command stands on: the printer, the configuration, the client.

use crate::cli::Global;
use crate::config::{BridgeFlags, Config, Flags, ModelFlags, ServerFlags};
use crate::connect::{self, Target};
use crate::error::CliError;
use crate::printer::Printer;
use dream_client::Client;
use std::path::PathBuf;

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

    /// The configuration as client commands see it.
    pub(crate) fn config(&self) -> Result<Config, CliError> {
        self.config_with(ServerFlags::default(), ModelFlags::default(), BridgeFlags::default())
    }

    /// The configuration with the flags of `up`.
    pub(crate) fn config_with(&self, server: ServerFlags, models: ModelFlags, bridge: BridgeFlags) -> Result<Config, CliError> {
        let Global { config, data, .. } = &self.global;
        let flags = Flags { config: config.clone(), data: data.clone(), client: self.global.client(), server, models, bridge };
        Ok(Config::load(flags, &|name| std::env::var(name).ok())?)
    }

    /// The server that flags, environment, file or `run.json` name.
    pub(crate) fn target(&self) -> Result<Target, CliError> {
        let config = self.config()?;
        connect::target(&config.client, &PathBuf::from(config.server.data.value))
    }

    /// A client of it.
    pub(crate) fn client(&self) -> Result<Client, CliError> {
        connect::client(self.target()?)
    }
}
