//! Starting the launcher: its process, the connection with it, and the command handed over.

use crate::descriptors::send_descriptors;
use crate::options::SandboxOptions;
use crate::wire::{LAUNCH, Spec};
use dream_ports::SandboxError;
use dream_secret::Secret;
use rustix::fs::{MemfdFlags, memfd_create};
use rustix::pipe::{PipeFlags, pipe_with};
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Mutex, PoisonError};
use tokio::process::{Child, Command};

/// A monitor that has its command.
pub(crate) struct Launched {
    /// The connection with it.
    pub(crate) connection: UnixStream,
    /// What the command reads, writes, and complains to.
    pub(crate) streams: [OwnedFd; 3],
    /// Where a socket of the command's own network comes.
    pub(crate) handover: UnixStream,
}

/// The launcher: started with the first command, and again should it ever have ended.
pub(crate) struct Launcher {
    program: PathBuf,
    owner: String,
    running: Mutex<Option<Running>>,
}

/// It ends with this connection. Its process is kept until then, so that it is waited for.
struct Running {
    connection: UnixStream,
    _process: Child,
}

impl Launcher {
    pub(crate) fn new(options: &SandboxOptions) -> Self {
        Self { program: options.launcher.clone(), owner: options.owner.clone(), running: Mutex::new(None) }
    }

    /// Hands it a command.
    pub(crate) fn launch(&self, spec: &Spec) -> Result<Launched, SandboxError> {
        let (ours, theirs) = UnixStream::pair().map_err(io_error("connecting with the launcher"))?;
        self.send(&theirs)?;
        drop(theirs);
        let (streams, handover) = deliver(&ours, spec).map_err(io_error("handing the command to the launcher"))?;
        Ok(Launched { connection: ours, streams, handover })
    }

    fn send(&self, connection: &UnixStream) -> Result<(), SandboxError> {
        // What a thread that failed here left behind is a launcher or none, both good.
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(running) = running.as_ref()
            && send_descriptors(&running.connection, &[connection.as_fd()]).is_ok()
        {
            return Ok(());
        }
        let started = running.insert(self.start()?);
        send_descriptors(&started.connection, &[connection.as_fd()]).map_err(io_error("handing the command to the launcher"))
    }

    fn start(&self) -> Result<Running, SandboxError> {
        let (ours, theirs) = UnixStream::pair().map_err(io_error("connecting with the launcher"))?;
        let process = Command::new(&self.program)
            .args([LAUNCH, &self.owner, &server_mark()])
            .env_clear()
            .current_dir("/")
            .stdin(OwnedFd::from(theirs))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(io_error(&format!("starting the launcher {}", self.program.display())))?;
        Ok(Running { connection: ours, _process: process })
    }
}

/// This server among all processes there ever were on this host since it was started.
pub(crate) fn server_mark() -> String {
    let process = std::process::id();
    format!("{process}.{}", crate::tree::started_at(process).unwrap_or_default())
}

/// Sends the specification and the command's ends of three pipes and a socket; returns ours.
fn deliver(connection: &UnixStream, spec: &Spec) -> io::Result<([OwnedFd; 3], UnixStream)> {
    let document = document(spec)?;
    let (input, our_input) = pipe_with(PipeFlags::CLOEXEC)?;
    let (our_output, output) = pipe_with(PipeFlags::CLOEXEC)?;
    let (our_errors, errors) = pipe_with(PipeFlags::CLOEXEC)?;
    let (our_handover, handover) = UnixStream::pair()?;
    let descriptors = [document.as_fd(), input.as_fd(), output.as_fd(), errors.as_fd(), handover.as_fd()];
    send_descriptors(connection, &descriptors)?;
    Ok(([our_input, our_output, our_errors], our_handover))
}

/// In memory and without a name: nothing of it is ever on a disk or in a list of processes.
fn document(spec: &Spec) -> io::Result<File> {
    let text = Secret::new(serde_json::to_string(spec)?);
    let mut file = File::from(memfd_create("command", MemfdFlags::CLOEXEC)?);
    file.write_all(text.expose().as_bytes())?;
    Ok(file)
}

pub(crate) fn io_error(doing: &str) -> impl FnOnce(io::Error) -> SandboxError {
    let doing = doing.to_owned();
    move |source| SandboxError::Io { doing, source }
}
