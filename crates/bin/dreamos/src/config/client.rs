//! `[client]`: which server client commands talk to.

use super::{ConfigError, Entry, Layers, Setting};
use dream_secret::Secret;
use serde::Deserialize;

/// What the file may say. Tokens do not belong in files that are shared.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Section {
    url: Option<String>,
}

/// The flags of this section.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flags {
    /// `--url`.
    pub(crate) url: Option<String>,
    /// `--token`.
    pub(crate) token: Option<Secret>,
}

/// The resolved section.
#[derive(Debug)]
pub(crate) struct Client {
    /// The server's address; the local server's when `None`.
    pub(crate) url: Setting<Option<String>>,
    /// The token; the local server's when `None`.
    pub(crate) token: Setting<Option<Secret>>,
}

impl Client {
    pub(crate) fn resolve(flags: &Flags, file: Section, layers: &Layers) -> Result<Self, ConfigError> {
        Ok(Self {
            url: layers.pick(("--url", flags.url.clone()), "DREAMOS_URL", file.url)?,
            token: layers.secret(("--token", flags.token.clone()), "DREAMOS_TOKEN", None),
        })
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        vec![Entry::opt("client.url", &self.url), Entry::secret("client.token", &self.token)]
    }
}
