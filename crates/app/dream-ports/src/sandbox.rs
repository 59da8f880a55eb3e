//! The sandbox port: a command that runs confined, and what this host can hold it to.

mod limits;
mod report;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};

pub use limits::{Limit, ProcessUsage, ResourceLimits};
pub use report::{HeldLimit, Holder, Measure, SandboxLevel, SandboxReport, SelfTestCase, UnknownSandboxLevel};

/// Starts commands confined.
#[async_trait]
pub trait Sandbox: Send + Sync {
    /// What this host holds a command to. The self-test runs beside start-up; this waits for its end.
    async fn report(&self) -> Arc<SandboxReport>;

    /// Starts `command`, confined at least as strongly as its floor, or refuses: never less than asked.
    ///
    /// # Errors
    /// [`SandboxError`].
    async fn start(&self, command: ConfinedCommand) -> Result<ConfinedChild, SandboxError>;

    /// Ends every process that an earlier life of this server left behind. Returns how many there were.
    ///
    /// # Errors
    /// [`SandboxError::Io`] when the host's processes cannot be seen.
    async fn sweep(&self) -> Result<u32, SandboxError>;
}

/// A command and what it may touch. Everything that is not named here is out of its reach.
#[derive(Debug, Clone)]
pub struct ConfinedCommand {
    /// Whose it is, in process lists and in the log: `agent/writer`, `check/tsk_…`.
    pub label: String,
    /// The program: an absolute path, or a name that is looked up in `environment["PATH"]` inside.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// Its whole environment: nothing is inherited. Values may be secrets, so they are never printed.
    pub environment: BTreeMap<String, dream_secret::Secret>,
    /// Where it starts, readable and writable: an absolute path of the host, seen inside under the same path.
    pub workspace: PathBuf,
    /// What else it may write: absolute paths of the host, under the same path inside.
    pub writable: Vec<PathBuf>,
    /// What it may read and execute beyond the system's own programs and libraries.
    pub readable: Vec<PathBuf>,
    /// What of the network it reaches.
    pub network: Network,
    /// What it may use up.
    pub limits: ResourceLimits,
    /// The least confinement that is enough.
    pub floor: SandboxLevel,
}

/// What of the network a command reaches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Network {
    /// Nothing.
    #[default]
    None,
    /// Through the egress proxy of the server, these hosts alone: names compared label by label, `*.` in front for every host below one.
    /// An empty list is nothing.
    Hosts(Vec<String>),
}

/// A command under way.
pub struct ConfinedChild {
    /// What it reads.
    pub stdin: Box<dyn AsyncWrite + Send + Unpin>,
    /// What it writes.
    pub stdout: Box<dyn AsyncRead + Send + Unpin>,
    /// What it complains about.
    pub stderr: Box<dyn AsyncRead + Send + Unpin>,
    /// The processes.
    pub process: Arc<dyn ConfinedProcess>,
}

/// The processes of a confined command: the one that was started and everything that came from it.
#[async_trait]
pub trait ConfinedProcess: Send + Sync {
    /// The process id of the first, as the host counts.
    fn pid(&self) -> u32;

    /// How strongly it is confined.
    fn level(&self) -> SandboxLevel;

    /// The limits that were asked for and that nothing holds it to on this host.
    fn unenforced(&self) -> &[Limit];

    /// What all of them use now; `None` once they are gone.
    fn usage(&self) -> Option<ProcessUsage>;

    /// The port of its own machine at which it reaches the server's tools over HTTP; `None` for a command without a network.
    fn tools_port(&self) -> Option<u16> {
        None
    }

    /// Waits until the first has ended; the others are ended then too.
    async fn exited(&self) -> Exit;

    /// Asks to end (SIGTERM), and ends the whole tree when `grace` is over. Returns when none of it is left.
    async fn stop(&self, grace: Duration) -> Exit;

    /// Ends the whole tree at once, without waiting: double-forked children and those with a session of their own too.
    fn kill(&self);
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Exit {
    /// It returned this code.
    Code(i32),
    /// This signal ended it.
    Signal(i32),
    /// It used up more than it may, and was ended for it.
    Exceeded(Limit),
}

impl std::fmt::Display for Exit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Code(code) => write!(f, "exit code {code}"),
            Self::Signal(signal) => write!(f, "signal {signal}"),
            Self::Exceeded(limit) => write!(f, "limit exceeded: {limit}"),
        }
    }
}

/// Why a command was not started.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The host cannot confine as strongly as is asked.
    #[error("this host confines at level {available} at most, and {label} asks for {floor}: {why}")]
    BelowFloor {
        /// Whose command it was.
        label: String,
        /// What was asked for.
        floor: SandboxLevel,
        /// What there is.
        available: SandboxLevel,
        /// What is missing, and what to do about it.
        why: String,
    },
    /// The self-test found a way out, so nothing is started.
    #[error("the sandbox did not pass its self-test: {0}; `dreamos doctor` shows the cases")]
    SelfTest(String),
    /// The program is not there, or cannot be executed.
    #[error("{program} cannot be executed: {why}")]
    Program {
        /// The program.
        program: PathBuf,
        /// Why.
        why: String,
    },
    /// A path that is not absolute, or that must never be within reach.
    #[error("{path} may not be given to a confined command: {why}")]
    Path {
        /// The path.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// The host refused something on the way.
    #[error("{doing} failed")]
    Io {
        /// What was being done.
        doing: String,
        /// What the host said.
        #[source]
        source: std::io::Error,
    },
}

impl SandboxError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::BelowFloor { .. } => "sandbox_below_floor",
            Self::SelfTest(_) => "sandbox_self_test",
            Self::Program { .. } => "program_not_found",
            Self::Path { .. } => "sandbox_path",
            Self::Io { .. } => "sandbox_failed",
        }
    }
}
