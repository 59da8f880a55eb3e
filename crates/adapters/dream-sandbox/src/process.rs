//! A confined command from the server's side: the connection with its monitor.

use crate::start::{Launched, io_error};
use crate::streams::{CountedOutput, OutputCount};
use crate::tree;
use crate::way_out::WayOut;
use crate::wire::{KILL, Refusal, STOP, Told};
use async_trait::async_trait;
use dream_ports::{ConfinedChild, ConfinedProcess, Exit, Limit, ProcessUsage, SandboxError, SandboxLevel};
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::net::UnixStream;
use tokio::net::unix::pipe::{Receiver, Sender};
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::watch;
use tokio::task::AbortHandle;

/// How long the launcher may take to start a command, folders given to another user included.
const START_TIMEOUT: Duration = Duration::from_mins(1);

/// What is known of the command before it begins.
pub(crate) struct About<'a> {
    pub(crate) program: &'a Path,
    pub(crate) level: SandboxLevel,
    pub(crate) output_limit: Option<u64>,
    /// Its egress proxy, not yet served.
    pub(crate) way_out: Option<WayOut>,
}

/// A command under way. Dropping the last hold on it ends it.
struct Process {
    pid: u32,
    monitor: u32,
    level: SandboxLevel,
    tools_port: Option<u16>,
    control: Arc<Control>,
    output: Arc<OutputCount>,
    ended: watch::Receiver<Option<Exit>>,
}

/// The way to the monitor.
struct Control(OwnedWriteHalf);

impl Control {
    /// A byte always fits; a monitor that is gone has ended everything already.
    fn send(&self, byte: u8) {
        let _ = self.0.try_write(&[byte]);
    }
}

type Reports = Lines<BufReader<OwnedReadHalf>>;

/// Waits until the command has begun.
pub(crate) async fn begin(launched: Launched, about: About<'_>) -> Result<ConfinedChild, SandboxError> {
    let Launched { connection, streams, handover } = launched;
    let connection = asynchronous(connection).map_err(io_error("connecting with the launcher"))?;
    let (read, write) = connection.into_split();
    let mut reports = BufReader::new(read).lines();
    let control = Arc::new(Control(write));
    let told = tokio::time::timeout(START_TIMEOUT, next(&mut reports)).await;
    let (pid, monitor) = match told {
        Ok(Some(Told::Started { pid, monitor })) => (pid, monitor),
        Ok(Some(Told::Refused(refusal))) => return Err(refused(refusal, about.program)),
        Ok(_) => {
            return Err(io_error("starting the command")(io::Error::other("its launcher ended before it could")));
        }
        Err(_) => {
            control.send(KILL);
            return Err(io_error("starting the command")(io::ErrorKind::TimedOut.into()));
        }
    };
    let output = Arc::new(OutputCount::new(about.output_limit));
    let tools_port = about.way_out.as_ref().and_then(WayOut::tools_port);
    let serving = about.way_out.map(|way_out| way_out.open(&handover)).transpose().map_err(io_error("opening the way out"))?;
    let ended = follow(reports, Arc::clone(&output), serving);
    let (stdin, stdout, stderr) = connect(streams, &output, &control).map_err(io_error("connecting with the command"))?;
    let process = Process { pid, monitor, level: about.level, tools_port, control, output, ended };
    Ok(ConfinedChild { stdin, stdout, stderr, process: Arc::new(process) })
}

type Streams = (Box<Sender>, Box<CountedOutput>, Box<CountedOutput>);

fn connect(streams: [OwnedFd; 3], output: &Arc<OutputCount>, control: &Arc<Control>) -> io::Result<Streams> {
    let [input, from, errors] = streams;
    let counted = |stream| {
        let control = Arc::clone(control);
        io::Result::Ok(Box::new(CountedOutput::new(
            Receiver::from_owned_fd(stream)?,
            Arc::clone(output),
            Box::new(move || control.send(KILL)),
        )))
    };
    Ok((Box::new(Sender::from_owned_fd(input)?), counted(from)?, counted(errors)?))
}

/// Listens to the monitor until the command has ended.
fn follow(mut reports: Reports, output: Arc<OutputCount>, serving: Option<AbortHandle>) -> watch::Receiver<Option<Exit>> {
    let (tell, ended) = watch::channel(None);
    tokio::spawn(async move {
        let exit = loop {
            match next(&mut reports).await {
                Some(Told::Ended { exit, .. }) => break exit,
                Some(_) => {}
                // A monitor that was killed takes its command with it.
                None => break Exit::Signal(9),
            }
        };
        if let Some(serving) = serving {
            serving.abort();
        }
        tell.send_replace(Some(if output.over() { Exit::Exceeded(Limit::Output) } else { exit }));
    });
    ended
}

async fn next(reports: &mut Reports) -> Option<Told> {
    // The connection with a process of ours: what cannot be read is the same as its end.
    serde_json::from_str(&reports.next_line().await.ok()??).ok()
}

fn asynchronous(connection: std::os::unix::net::UnixStream) -> io::Result<UnixStream> {
    connection.set_nonblocking(true)?;
    UnixStream::from_std(connection)
}

fn refused(refusal: Refusal, program: &Path) -> SandboxError {
    match refusal {
        Refusal::Program { why } => SandboxError::Program { program: program.to_path_buf(), why },
        Refusal::Failed { doing, code, text } => {
            SandboxError::Io { doing, source: code.map_or_else(|| io::Error::other(text), io::Error::from_raw_os_error) }
        }
    }
}

#[async_trait]
impl ConfinedProcess for Process {
    fn pid(&self) -> u32 {
        self.pid
    }

    fn level(&self) -> SandboxLevel {
        self.level
    }

    /// Everything is held on every host: by the kernel, or by the monitor's looks.
    fn unenforced(&self) -> &[Limit] {
        &[]
    }

    fn usage(&self) -> Option<ProcessUsage> {
        if self.ended.borrow().is_some() {
            return None;
        }
        let mut usage = tree::usage(self.monitor)?;
        // The first process of the namespaces is not the command's.
        usage.processes = usage.processes.saturating_sub(u32::from(self.level == SandboxLevel::Namespaces));
        usage.output_bytes = self.output.written();
        Some(usage)
    }

    fn tools_port(&self) -> Option<u16> {
        self.tools_port
    }

    async fn exited(&self) -> Exit {
        let mut ended = self.ended.clone();
        let exit = ended.wait_for(Option::is_some).await;
        // The sender is only gone when the runtime is ending, and everything with it.
        exit.ok().and_then(|exit| *exit).unwrap_or(Exit::Signal(9))
    }

    async fn stop(&self, grace: Duration) -> Exit {
        self.control.send(STOP);
        if let Ok(exit) = tokio::time::timeout(grace, self.exited()).await {
            return exit;
        }
        self.kill();
        self.exited().await
    }

    fn kill(&self) {
        self.control.send(KILL);
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.control.send(KILL);
    }
}
