//! A sandbox whose commands are pipes: whoever tests is the process.

use crate::side::Side;
use async_trait::async_trait;
use dream_ports::{
    ConfinedChild, ConfinedCommand, ConfinedProcess, Exit, Limit, ProcessUsage, Sandbox, SandboxError, SandboxLevel, SandboxReport,
};
use std::future::Future as _;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, DuplexStream, ReadBuf, duplex};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

/// How much fits into a pipe.
const PIPE: usize = 64 << 10;

pub(crate) struct PipeSandbox {
    started: mpsc::UnboundedSender<Started>,
    pids: AtomicU32,
}

/// A command that was started.
pub(crate) struct Started {
    pub(crate) command: ConfinedCommand,
    pub(crate) side: Side,
    pub(crate) process: Arc<PipeProcess>,
}

impl PipeSandbox {
    pub(crate) fn new() -> (Arc<Self>, mpsc::UnboundedReceiver<Started>) {
        let (started, commands) = mpsc::unbounded_channel();
        (Arc::new(Self { started, pids: AtomicU32::new(1) }), commands)
    }
}

#[async_trait]
impl Sandbox for PipeSandbox {
    async fn report(&self) -> Arc<SandboxReport> {
        Arc::new(SandboxReport { level: SandboxLevel::Namespaces, measures: Vec::new(), cases: Vec::new(), limits: Vec::new() })
    }

    async fn start(&self, command: ConfinedCommand) -> Result<ConfinedChild, SandboxError> {
        if command.program.ends_with("missing") {
            return Err(SandboxError::Program { program: command.program, why: "there is none".into() });
        }
        let ((stdin, input), (output, stdout), (errors, stderr)) = (duplex(PIPE), duplex(PIPE), duplex(PIPE));
        let pid = self.pids.fetch_add(1, Ordering::Relaxed);
        let process = Arc::new(PipeProcess {
            pid,
            dead: CancellationToken::new(),
            exit: watch::channel(None).0,
            deaf: command.label.ends_with("deaf"),
            tools_port: command.label.ends_with("networked").then_some(3_128),
        });
        let child = ConfinedChild {
            stdin: Box::new(stdin),
            stdout: Box::new(process.pipe(stdout)),
            stderr: Box::new(process.pipe(stderr)),
            process: Arc::clone(&process) as Arc<dyn ConfinedProcess>,
        };
        // The test may be over.
        let _ = self.started.send(Started { command, side: Side::new(input, output, errors), process });
        Ok(child)
    }

    async fn sweep(&self) -> Result<u32, SandboxError> {
        Ok(0)
    }
}

pub(crate) struct PipeProcess {
    pid: u32,
    dead: CancellationToken,
    exit: watch::Sender<Option<Exit>>,
    /// Whether it ignores being asked to end.
    deaf: bool,
    tools_port: Option<u16>,
}

impl PipeProcess {
    pub(crate) fn exit(&self, exit: Exit) {
        self.exit.send_if_modified(|known| known.is_none().then(|| *known = Some(exit)).is_some());
        self.dead.cancel();
    }

    pub(crate) fn is_dead(&self) -> bool {
        self.dead.is_cancelled()
    }

    /// What can be read of `end` until the process is dead.
    fn pipe(&self, end: DuplexStream) -> Pipe {
        Pipe { end, dead: Box::pin(self.dead.clone().cancelled_owned()) }
    }
}

#[async_trait]
impl ConfinedProcess for PipeProcess {
    fn pid(&self) -> u32 {
        self.pid
    }

    fn level(&self) -> SandboxLevel {
        SandboxLevel::Namespaces
    }

    fn unenforced(&self) -> &[Limit] {
        &[]
    }

    fn usage(&self) -> Option<ProcessUsage> {
        None
    }

    fn tools_port(&self) -> Option<u16> {
        self.tools_port
    }

    async fn exited(&self) -> Exit {
        self.exit.subscribe().wait_for(Option::is_some).await.unwrap().unwrap()
    }

    async fn stop(&self, grace: Duration) -> Exit {
        if self.deaf {
            let _ = tokio::time::timeout(grace, self.exited()).await;
            self.kill();
        } else {
            self.exit(Exit::Signal(15));
        }
        self.exited().await
    }

    fn kill(&self) {
        self.exit(Exit::Signal(9));
    }
}

/// A pipe that ends with its process.
struct Pipe {
    end: DuplexStream,
    dead: Pin<Box<WaitForCancellationFutureOwned>>,
}

impl AsyncRead for Pipe {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        if let Poll::Ready(read) = Pin::new(&mut self.end).poll_read(context, buffer) {
            return Poll::Ready(read);
        }
        self.dead.as_mut().poll(context).map(|()| Ok(()))
    }
}
