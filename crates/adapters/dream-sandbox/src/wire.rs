//! What the server and the launcher tell each other: the command going in, what became of it coming out.

use dream_ports::{Exit, ProcessUsage, ResourceLimits, SandboxLevel};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

/// The hidden first argument that makes a program the launcher.
pub(crate) const LAUNCH: &str = "--run-confined-command";
/// Asks the monitor to pass SIGTERM on.
pub(crate) const STOP: u8 = b'T';
/// Asks the monitor to end everything. So does the end of the connection.
pub(crate) const KILL: u8 = b'K';

/// A command as the launcher gets it, in a file without a name, since its environment may hold secrets.
#[derive(Serialize, Deserialize)]
pub(crate) struct Spec {
    /// Whose it is, in process lists.
    pub(crate) label: String,
    /// How strongly it is confined.
    pub(crate) level: SandboxLevel,
    /// The program, or the name of one.
    pub(crate) program: PathBuf,
    /// Its arguments.
    pub(crate) arguments: Vec<String>,
    /// Its whole environment.
    pub(crate) environment: BTreeMap<String, String>,
    /// Where it starts.
    pub(crate) workspace: PathBuf,
    /// What it sees of the host's files, the workspace included.
    pub(crate) places: Vec<Place>,
    /// What it may use up.
    pub(crate) limits: ResourceLimits,
    /// The user it runs as, where that is another than the server's.
    pub(crate) user: Option<u32>,
    /// The server's own folders above the workspace, through which that user must pass where the files are the host's.
    pub(crate) passages: Vec<PathBuf>,
    /// Whether users are a namespace too: what a server without rights of its own needs to make the others.
    pub(crate) user_namespace: bool,
    /// The mark of its server's commands: see [`crate::user::mark`].
    pub(crate) mark: u32,
    /// The way out, if it has one.
    pub(crate) egress: Option<Egress>,
    /// The group in which the kernel holds its memory and its processes, if it has one.
    pub(crate) group: Option<PathBuf>,
}

/// How a command reaches its egress proxy, on its loopback interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Egress {
    /// The server listens on this port of the host's interface, and the monitor connects in the command's place.
    Host(u16),
    /// The command's own interface: the launcher listens on this port there, and hands the listening socket to the server.
    Own(u16),
}

/// A file or folder of the host and where it is seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    /// Its path without symbolic links.
    pub(crate) source: PathBuf,
    /// The path it is known by.
    pub(crate) target: PathBuf,
    /// Whether it may be written.
    pub(crate) writable: bool,
}

/// What the monitor tells, one JSON document a line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Told {
    /// The program runs.
    Started {
        /// Its process id, as the host counts.
        pid: u32,
        /// The monitor's.
        monitor: u32,
    },
    /// It was not started.
    Refused(Refusal),
    /// It has ended, and everything that came from it.
    Ended {
        /// How.
        exit: Exit,
        /// What was used, at the last look.
        usage: ProcessUsage,
    },
}

/// Why a command was not started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Refusal {
    /// The program cannot be executed.
    Program {
        /// Why.
        why: String,
    },
    /// The host refused a step.
    Failed {
        /// What was being done.
        doing: String,
        /// The number of the error, if it has one.
        code: Option<i32>,
        /// The error in words.
        text: String,
    },
}

impl Refusal {
    /// A step that failed.
    pub(crate) fn failed(doing: impl Into<String>, error: &io::Error) -> Self {
        Self::Failed { doing: doing.into(), code: error.raw_os_error(), text: error.to_string() }
    }
}

/// Names the step that an error stopped.
pub(crate) trait Doing<T> {
    /// What was being done.
    fn doing(self, what: &str) -> Result<T, Refusal>;
}

impl<T, E: Into<io::Error>> Doing<T> for Result<T, E> {
    fn doing(self, what: &str) -> Result<T, Refusal> {
        self.map_err(|error| Refusal::failed(what, &error.into()))
    }
}
