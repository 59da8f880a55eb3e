//! `[log]`: what the server logs.

use super::{ConfigError, Entry, Layers, Setting};
use dream_app::logs::Options;
use serde::Deserialize;
use std::fmt;
use std::time::Duration;

/// What the file may say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Section {
    filter: Option<String>,
    format: Option<Format>,
    keep_days: Option<u32>,
    keep_mib: Option<u32>,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Format {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Json => "json",
        })
    }
}

impl std::str::FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            other => Err(format!("`{other}` is no log format: use text or json")),
        }
    }
}

/// The resolved section.
#[derive(Debug)]
pub(crate) struct Log {
    /// Which lines: a level, or `target=level` pairs, such as `info,dream_http=debug`.
    pub(crate) filter: Setting<String>,
    /// How they look.
    pub(crate) format: Setting<Format>,
    /// How many days lines are kept that no hold covers.
    pub(crate) keep_days: Setting<u32>,
    /// How many mebibytes of packed lines are kept of each organisation.
    pub(crate) keep_mib: Setting<u32>,
}

impl Log {
    pub(crate) fn resolve(file: Section, layers: &Layers) -> Result<Self, ConfigError> {
        Ok(Self {
            filter: layers.pick(("", None), "DREAMOS_LOG", file.filter)?.or("info".to_owned()),
            format: layers.pick(("", None), "DREAMOS_LOG_FORMAT", file.format)?.or(Format::Text),
            keep_days: layers.pick(("", None), "DREAMOS_LOG_KEEP_DAYS", file.keep_days)?.or(30),
            keep_mib: layers.pick(("", None), "DREAMOS_LOG_KEEP_MIB", file.keep_mib)?.or(8_192),
        })
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        vec![
            Entry::of("log.filter", &self.filter),
            Entry::of("log.format", &self.format),
            Entry::of("log.keep_days", &self.keep_days),
            Entry::of("log.keep_mib", &self.keep_mib),
        ]
    }

    /// How lines are kept.
    pub(crate) fn options(&self) -> Options {
        let keep_age = Duration::from_hours(u64::from(self.keep_days.value) * 24);
        Options { keep_age, keep_bytes: u64::from(self.keep_mib.value) << 20, ..Options::default() }
    }
}
