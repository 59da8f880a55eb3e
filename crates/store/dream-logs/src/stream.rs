//! Which log a line belongs to.

use dream_id::{OrgId, RunId, TaskId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Whose lines: each set has its own folder, queue and segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SetName {
    /// The server's own.
    Server,
    /// One organisation's.
    Org(OrgId),
}

impl SetName {
    /// The set whose folder has this name.
    pub(crate) fn of_folder(name: &str) -> Option<Self> {
        if name == "server" { Some(Self::Server) } else { name.parse().ok().map(Self::Org) }
    }
}

impl fmt::Display for SetName {
    /// The name of its folder.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server => f.write_str("server"),
            Self::Org(org) => org.fmt(f),
        }
    }
}

/// Which log of a set a line belongs to. Its text is `server`, `agent/<name>`, `run/<id>` or `task/<id>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StreamName {
    /// The server itself.
    Server,
    /// An agent, by its name: 1 to 64 lower-case letters, digits, `-`, `_` and `.`.
    Agent(String),
    /// A run.
    Run(RunId),
    /// A task.
    Task(TaskId),
}

/// A text that names no stream.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no log stream: use server, agent/NAME, run/ID or task/ID")]
pub struct ParseStreamError(String);

impl fmt::Display for StreamName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server => f.write_str("server"),
            Self::Agent(name) => write!(f, "agent/{name}"),
            Self::Run(run) => write!(f, "run/{run}"),
            Self::Task(task) => write!(f, "task/{task}"),
        }
    }
}

impl std::str::FromStr for StreamName {
    type Err = ParseStreamError;

    fn from_str(text: &str) -> Result<Self, ParseStreamError> {
        let refuse = || ParseStreamError(text.chars().take(80).collect());
        if text == "server" {
            return Ok(Self::Server);
        }
        match text.split_once('/').ok_or_else(refuse)? {
            ("agent", name) if is_agent_name(name) => Ok(Self::Agent(name.to_owned())),
            ("run", id) => id.parse().map(Self::Run).map_err(|_| refuse()),
            ("task", id) => id.parse().map(Self::Task).map_err(|_| refuse()),
            _ => Err(refuse()),
        }
    }
}

fn is_agent_name(name: &str) -> bool {
    let plain = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, b'-' | b'_' | b'.');
    (1..=64).contains(&name.len()) && name.bytes().all(plain)
}

impl Serialize for StreamName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for StreamName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str> as Deserialize>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_read_and_written_and_odd_names_are_refused() {
        for text in ["server", "agent/builder-1", "run/run_01jd3kz5e8f0vs1m7q2w9x4t6b", "task/tsk_01jd3kz5e8f0vs1m7q2w9x4t6b"] {
            assert_eq!(text.parse::<StreamName>().unwrap().to_string(), text);
        }
        for text in ["", "servers", "agent/", "agent/../x", "agent/A", "run/x", "task/run_01jd3kz5e8f0vs1m7q2w9x4t6b", "other/x"] {
            assert!(text.parse::<StreamName>().is_err(), "{text}");
        }
    }
}
