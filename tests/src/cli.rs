//! The binary as a script uses it: arguments in, a document on stdout and an exit code out.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::{Failure, Outcome, Place};

/// Runs client commands against the server of one place.
#[derive(Debug)]
pub struct Cli {
    binary: PathBuf,
    data: PathBuf,
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    /// Its exit code; -1 when a signal ended it.
    pub code: i32,
    /// What it printed as data.
    pub stdout: Vec<u8>,
    /// What it said to people.
    pub stderr: String,
}

impl Cli {
    /// The client of the server that keeps its data in `place`.
    #[must_use]
    pub fn of(place: &Place) -> Self {
        Self { binary: place.binary().to_owned(), data: place.data().to_owned() }
    }

    /// A command that was not started yet.
    pub fn command<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(&self.binary);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("DREAMOS_")) {
            command.env_remove(name);
        }
        command.args(arguments).env("DREAMOS_DATA", &self.data).env("NO_COLOR", "1").stdin(Stdio::null());
        command
    }

    /// Runs a command to its end.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Outcome<Ended> {
        let output = self.command(arguments).output().map_err(Failure::system(format!("starting {}", self.binary.display())))?;
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        Ok(Ended { code: output.status.code().unwrap_or(-1), stdout: output.stdout, stderr })
    }

    /// Runs a command that must succeed, and reads the one JSON document it prints.
    pub fn json<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Outcome<Value> {
        let arguments: Vec<_> = arguments.into_iter().map(|argument| argument.as_ref().to_owned()).collect();
        let ended = self.run(arguments.iter().map(OsString::as_os_str).chain([OsStr::new("--json")]))?;
        let said = || format!("`dreamos {arguments:?} --json` exited {} and said: {}", ended.code, ended.stderr);
        if ended.code != 0 {
            return Err(Failure::broken(said()));
        }
        serde_json::from_slice(&ended.stdout)
            .map_err(|error| Failure::broken(format!("{}; its stdout is no JSON document: {error}", said())))
    }
}

/// A text inside a JSON document, by its pointer (RFC 6901).
pub fn text<'a>(document: &'a Value, pointer: &str) -> Outcome<&'a str> {
    let found = document.pointer(pointer).and_then(Value::as_str);
    found.ok_or_else(|| Failure::broken(format!("no text at {pointer} of {document}")))
}

/// A list inside a JSON document, by its pointer.
pub fn list<'a>(document: &'a Value, pointer: &str) -> Outcome<&'a [Value]> {
    let found = document.pointer(pointer).and_then(Value::as_array);
    found.map(Vec::as_slice).ok_or_else(|| Failure::broken(format!("no list at {pointer} of {document}")))
}
