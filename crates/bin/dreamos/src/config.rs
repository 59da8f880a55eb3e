//! The configuration: one file per section. Flags come before the environment, that before `dreamos.toml`, that before defaults.
//!
//! # Adding a setting
//!
//! Add it to its section's `Section` (what the file may say) and to the resolved struct beside it, with [`Layers::pick`] naming its
//! flag and variable; `entries` shows it in `dreamos config show`, and `validate` refuses values that cannot work.

mod client;
mod file;
mod layers;
mod log;
mod server;

pub(crate) use client::Client;
pub(crate) use file::ConfigError;
pub(crate) use layers::{Entry, Layers, Origin, Setting};
pub(crate) use log::Log;
pub(crate) use server::{Only, Server};

use crate::cli::Global;
use file::File;

/// The resolved configuration.
#[derive(Debug)]
pub(crate) struct Config {
    /// Where the server keeps its data and listens.
    pub(crate) server: Server,
    /// Which server client commands talk to.
    pub(crate) client: Client,
    /// What the server logs.
    pub(crate) log: Log,
}

impl Config {
    /// Resolves every section and validates it.
    pub(crate) fn load(global: &Global, environment: &dyn Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let layers = Layers { environment };
        let (file, path) = File::read(global.config.as_deref(), &layers)?;
        let config = Self {
            server: Server::resolve(&global.server, &global.data, file.server, &layers.of_file(&path))?,
            client: Client::resolve(global, file.client, &layers.of_file(&path))?,
            log: Log::resolve(file.log, &layers.of_file(&path))?,
        };
        config.server.validate()?;
        Ok(config)
    }

    /// Every setting with its value, secrets hidden, and where it came from.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        [self.server.entries(), self.client.entries(), self.log.entries()].concat()
    }
}
