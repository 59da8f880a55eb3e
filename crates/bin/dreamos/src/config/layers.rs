//! Where a value comes from.

use super::ConfigError;
use dream_secret::Secret;
use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A flag, such as `--listen`.
    Flag(String),
    /// An environment variable.
    Environment(String),
    /// A file.
    File(String),
    /// Nobody said anything.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) => f.write_str(name),
            Self::Environment(name) => write!(f, "environment {name}"),
            Self::File(path) => f.write_str(path),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A value and where it came from.
#[derive(Debug, Clone)]
pub(crate) struct Setting<T> {
    /// The value.
    pub(crate) value: T,
    /// Where it came from.
    pub(crate) origin: Origin,
}

impl<T> Setting<T> {
    pub(crate) fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }
}

impl<T> Setting<Option<T>> {
    /// The value, or `default` where there is none.
    pub(crate) fn or(self, default: T) -> Setting<T> {
        Setting { value: self.value.unwrap_or(default), origin: self.origin }
    }
}

/// One line of `dreamos config show`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Entry {
    /// The setting's name in the file.
    pub(crate) name: &'static str,
    /// Its value; of a secret only that there is one.
    pub(crate) value: Option<String>,
    /// Where it came from.
    pub(crate) origin: String,
}

impl Entry {
    /// A setting that may be seen.
    pub(crate) fn of<T: fmt::Display>(name: &'static str, setting: &Setting<T>) -> Self {
        Self { name, value: Some(setting.value.to_string()), origin: setting.origin.to_string() }
    }

    /// A setting that may be absent.
    pub(crate) fn opt<T: fmt::Display>(name: &'static str, setting: &Setting<Option<T>>) -> Self {
        Self { name, value: setting.value.as_ref().map(ToString::to_string), origin: setting.origin.to_string() }
    }

    /// A secret: only whether it is set.
    pub(crate) fn secret(name: &'static str, setting: &Setting<Option<Secret>>) -> Self {
        Self { name, value: setting.value.as_ref().map(|_| "(set, not shown)".to_owned()), origin: setting.origin.to_string() }
    }
}

/// What lies below the flags.
pub(crate) struct Layers<'a> {
    /// Reads an environment variable.
    pub(crate) environment: &'a dyn Fn(&str) -> Option<String>,
    /// The file's name, for origins.
    pub(crate) file: String,
}

impl Layers<'_> {
    /// The first that says something: flag, environment, file.
    pub(crate) fn pick<T: FromStr<Err: fmt::Display>>(
        &self,
        (flag, from_flag): (&str, Option<T>),
        variable: &str,
        from_file: Option<T>,
    ) -> Result<Setting<Option<T>>, ConfigError> {
        if let Some(value) = from_flag {
            return Ok(Setting::new(Some(value), Origin::Flag(flag.to_owned())));
        }
        if let Some(text) = self.variable(variable) {
            let wrong = |error: T::Err| ConfigError::Variable { name: variable.to_owned(), why: error.to_string() };
            return Ok(Setting::new(Some(text.parse().map_err(wrong)?), Origin::Environment(variable.to_owned())));
        }
        let origin = if from_file.is_some() { Origin::File(self.file.clone()) } else { Origin::Default };
        Ok(Setting::new(from_file, origin))
    }

    /// As [`Layers::pick`], for a secret, which no message may quote.
    pub(crate) fn secret(
        &self,
        (flag, from_flag): (&str, Option<Secret>),
        variable: &str,
        from_file: Option<Secret>,
    ) -> Setting<Option<Secret>> {
        if let Some(value) = from_flag {
            return Setting::new(Some(value), Origin::Flag(flag.to_owned()));
        }
        if let Some(text) = self.variable(variable) {
            return Setting::new(Some(Secret::new(text)), Origin::Environment(variable.to_owned()));
        }
        let origin = if from_file.is_some() { Origin::File(self.file.clone()) } else { Origin::Default };
        Setting::new(from_file, origin)
    }

    /// An environment variable that says something: an empty one does not.
    pub(crate) fn variable(&self, name: &str) -> Option<String> {
        (self.environment)(name).filter(|value| !value.is_empty())
    }
}
