//! A sandbox that knows every command it has started, so that all of them can be ended at once: agents, their terminals, tool servers.

use async_trait::async_trait;
use dream_ports::{ConfinedChild, ConfinedCommand, ConfinedProcess, Sandbox, SandboxError, SandboxReport};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// A sandbox that knows every command it has started.
pub struct TrackedSandbox {
    sandbox: Arc<dyn Sandbox>,
    started: Mutex<Started>,
}

#[derive(Default)]
struct Started {
    halted: bool,
    /// Each with the folder in which it works.
    processes: Vec<(PathBuf, Weak<dyn ConfinedProcess>)>,
}

impl TrackedSandbox {
    /// Keeps track of what `sandbox` starts.
    #[must_use]
    pub fn new(sandbox: Arc<dyn Sandbox>) -> Self {
        Self { sandbox, started: Mutex::default() }
    }

    /// Ends every command at once, and starts none until [`TrackedSandbox::resume`].
    pub fn kill_all(&self) {
        let mut started = self.started.lock().unwrap_or_else(PoisonError::into_inner);
        started.halted = true;
        for process in started.processes.drain(..).filter_map(|(_, process)| process.upgrade()) {
            process.kill();
        }
    }

    /// Ends every command that works in `folder` at once, greeted or not.
    pub fn kill_in(&self, folder: &Path) {
        let started = self.started.lock().unwrap_or_else(PoisonError::into_inner);
        let there = started.processes.iter().filter(|(found, _)| found == folder);
        there.filter_map(|(_, process)| process.upgrade()).for_each(|process| process.kill());
    }

    /// Starts commands again.
    pub fn resume(&self) {
        self.started.lock().unwrap_or_else(PoisonError::into_inner).halted = false;
    }

    fn is_halted(&self) -> bool {
        self.started.lock().unwrap_or_else(PoisonError::into_inner).halted
    }

    /// Whether the command may go on.
    fn track(&self, folder: PathBuf, process: &Arc<dyn ConfinedProcess>) -> bool {
        let mut started = self.started.lock().unwrap_or_else(PoisonError::into_inner);
        started.processes.retain(|(_, process)| process.strong_count() > 0);
        started.processes.push((folder, Arc::downgrade(process)));
        !started.halted
    }
}

fn halted() -> SandboxError {
    let source = io::Error::other("every agent is stopped; a person starts them again with `dreamos start-all`");
    SandboxError::Io { doing: "starting a command".to_owned(), source }
}

#[async_trait]
impl Sandbox for TrackedSandbox {
    async fn report(&self) -> Arc<SandboxReport> {
        self.sandbox.report().await
    }

    async fn start(&self, command: ConfinedCommand) -> Result<ConfinedChild, SandboxError> {
        if self.is_halted() {
            return Err(halted());
        }
        let folder = command.workspace.clone();
        let child = self.sandbox.start(command).await?;
        if self.track(folder, &child.process) {
            return Ok(child);
        }
        child.process.kill();
        Err(halted())
    }

    async fn sweep(&self) -> Result<u32, SandboxError> {
        self.sandbox.sweep().await
    }
}
