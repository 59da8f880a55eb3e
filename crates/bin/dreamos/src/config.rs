//! The configuration: one file per section. Flags come before the environment, that before `dreamos.toml`, that before defaults.
//!
//! # Adding a setting
//!
//! Add it to its section's `Section` (what the file may say) and to the resolved struct beside it, with [`Layers::pick`] naming its
//! flag and variable; `entries` shows it in `dreamos config show`, and `validate` refuses values that cannot work.

mod bridge;
mod client;
mod file;
mod folders;
mod layers;
mod log;
mod mail;
mod models;
mod server;

pub(crate) use bridge::{Bridge, Flags as BridgeFlags};
pub(crate) use client::{Client, Flags as ClientFlags};
pub(crate) use file::ConfigError;
pub(crate) use layers::{Entry, Origin, Setting};
pub(crate) use log::{Format, Log};
pub(crate) use mail::Mail;
pub(crate) use models::{Flags as ModelFlags, Models};
pub(crate) use server::{Flags as ServerFlags, Only, Server};

use file::File;
use layers::Layers;
use std::path::PathBuf;

/// What the command line says about the configuration.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flags {
    /// `--config`.
    pub(crate) config: Option<PathBuf>,
    /// `--data`.
    pub(crate) data: Option<String>,
    /// Those of `[client]`.
    pub(crate) client: ClientFlags,
    /// Those of `[server]`.
    pub(crate) server: ServerFlags,
    /// Those of `[models]`.
    pub(crate) models: ModelFlags,
    /// Those of `[bridge]`.
    pub(crate) bridge: BridgeFlags,
}

/// The resolved configuration.
#[derive(Debug)]
pub(crate) struct Config {
    /// Where the server keeps its data and listens.
    pub(crate) server: Server,
    /// Which server client commands talk to.
    pub(crate) client: Client,
    /// What the server logs.
    pub(crate) log: Log,
    /// Which models may be called.
    pub(crate) models: Models,
    /// What messages of the bridge may reach.
    pub(crate) bridge: Bridge,
    /// How people are reached by mail.
    pub(crate) mail: Mail,
}

impl Config {
    /// Resolves every section and validates it.
    pub(crate) fn load(flags: Flags, environment: &dyn Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let named = flags.config.or_else(|| environment("DREAMOS_CONFIG").filter(|path| !path.is_empty()).map(PathBuf::from));
        let (file, path) = File::read(named.as_deref())?;
        let layers = Layers { environment, file: path };
        let config = Self {
            server: Server::resolve(flags.data, &flags.server, file.server, &layers)?,
            client: Client::resolve(&flags.client, file.client, &layers)?,
            log: Log::resolve(file.log, &layers)?,
            models: Models::resolve(&flags.models, file.models, &layers)?,
            bridge: Bridge::resolve(&flags.bridge, file.bridge, &layers)?,
            mail: Mail::resolve(file.mail, &layers)?,
        };
        config.server.validate()?;
        config.bridge.allowance()?;
        config.mail.config()?;
        Ok(config)
    }

    /// Every setting with its value, secrets hidden, and where it came from.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        [
            self.server.entries(),
            self.client.entries(),
            self.models.entries(),
            self.bridge.entries(),
            self.mail.entries(),
            self.log.entries(),
        ]
        .concat()
    }
}
