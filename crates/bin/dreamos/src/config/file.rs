//! `dreamos.toml`.

use super::{bridge, client, log, mail, models, server};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The file's name when nobody names another.
const NAME: &str = "dreamos.toml";

/// What the file says, section by section.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct File {
    pub(crate) server: server::Section,
    pub(crate) client: client::Section,
    pub(crate) log: log::Section,
    pub(crate) models: models::Section,
    pub(crate) bridge: bridge::Section,
    pub(crate) mail: mail::Section,
}

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    /// The file cannot be read.
    #[error("the configuration {} cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is not what it should be.
    #[error("the configuration {} is wrong in line {line}: {why}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        why: String,
    },
    /// A variable is not what it should be.
    #[error("the environment variable {name} is wrong: {why}")]
    Variable {
        /// The variable.
        name: String,
        /// What is wrong.
        why: String,
    },
    /// Values that do not work, alone or together.
    #[error("{setting} ({origin}) cannot work: {why}")]
    Invalid {
        /// The setting.
        setting: &'static str,
        /// Where its value came from.
        origin: String,
        /// Why it cannot work, and what to do.
        why: String,
    },
}

impl File {
    /// Reads the file that was named, else `dreamos.toml` here if there is one. Gives its path too.
    pub(crate) fn read(named: Option<&Path>) -> Result<(Self, String), ConfigError> {
        let path = named.unwrap_or_else(|| Path::new(NAME)).to_path_buf();
        let shown = path.display().to_string();
        match std::fs::read_to_string(&path) {
            Ok(text) => Ok((Self::parse(&path, &text)?, shown)),
            Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => Ok((Self::default(), shown)),
            Err(source) => Err(ConfigError::Unreadable { path, source }),
        }
    }

    fn parse(path: &Path, text: &str) -> Result<Self, ConfigError> {
        toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            // The parser's own rendering quotes the line, which may hold a key.
            ConfigError::Syntax { path: path.to_path_buf(), line: before.matches('\n').count() + 1, why: error.message().to_owned() }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_name_file_line_and_key_and_never_quote_a_secret() {
        let text = "[server]\nlisten = \"127.0.0.1:1\"\n\n[models.openai]\napi_key = \"sk-hidden\"\nbase-url = \"x\"\n";
        let error = File::parse(Path::new("d.toml"), text).unwrap_err().to_string();
        assert!(error.contains("d.toml") && error.contains("line 6") && error.contains("base-url"), "{error}");
        assert!(!error.contains("sk-hidden"), "{error}");
    }

    #[test]
    fn a_named_file_must_exist_and_the_usual_one_need_not() {
        assert!(matches!(File::read(Some(Path::new("/nowhere/d.toml"))), Err(ConfigError::Unreadable { .. })));
    }
}
