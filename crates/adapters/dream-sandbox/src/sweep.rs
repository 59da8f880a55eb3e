//! Ending what an earlier life of this server left behind. Monitors end themselves when their server does; what is found here is late or was orphaned.

use crate::options::SandboxOptions;
use crate::start::{io_error, server_mark};
use crate::tree;
use crate::wire::LAUNCH;
use dream_ports::SandboxError;
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::time::Duration;

/// How long the found ones are waited for before they are ended without being asked.
const GRACE: Duration = Duration::from_secs(2);
/// How often to look whether they are gone.
const LOOK: Duration = Duration::from_millis(10);

/// Ends them and returns how many there were, when none is left.
pub(crate) async fn run(options: &SandboxOptions) -> Result<u32, SandboxError> {
    let found = leftovers(options).map_err(io_error("listing this host's processes"))?;
    for process in &found {
        tracing::warn!(process = process.number, "a confined command of an earlier life of this server is ended");
        process.signal(Signal::TERM);
    }
    if tokio::time::timeout(GRACE, gone(&found)).await.is_err() {
        found.iter().for_each(Leftover::end_firmly);
        gone(&found).await;
    }
    Ok(u32::try_from(found.len()).unwrap_or(u32::MAX))
}

async fn gone(found: &[Leftover]) {
    while found.iter().any(Leftover::is_there) {
        tokio::time::sleep(LOOK).await;
    }
}

/// A monitor whose server is not this one.
struct Leftover {
    number: u32,
    /// With the number, it names the process for good.
    started: u64,
}

impl Leftover {
    fn is_there(&self) -> bool {
        tree::started_at(self.number) == Some(self.started) && !tree::is_zombie(self.number)
    }

    fn signal(&self, signal: Signal) {
        if let Some(pid) = i32::try_from(self.number).ok().and_then(Pid::from_raw).filter(|_| self.is_there()) {
            // Gone already is what is wanted.
            let _ = kill_process(pid, signal);
        }
    }

    /// Everything below first, stopped before it is ended, then the monitor.
    fn end_firmly(&self) {
        for signal in [Signal::STOP, Signal::KILL] {
            for process in tree::descendants(self.number) {
                if let Some(pid) = i32::try_from(process).ok().and_then(Pid::from_raw) {
                    let _ = kill_process(pid, signal);
                }
            }
        }
        self.signal(Signal::KILL);
    }
}

fn leftovers(options: &SandboxOptions) -> std::io::Result<Vec<Leftover>> {
    let mine = server_mark();
    let found = tree::all()?.into_iter().filter(|process| is_leftover(*process, options, &mine));
    Ok(found.filter_map(|number| Some(Leftover { number, started: tree::started_at(number)? })).collect())
}

/// A launcher's command line, and so each monitor's, says whose it is: the program, the hidden argument, the owner, the server.
fn is_leftover(process: u32, options: &SandboxOptions, mine: &str) -> bool {
    let line = fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
    let words: Vec<&[u8]> = line.split(|byte| *byte == 0).collect();
    let is = |at: usize, word: &str| words.get(at) == Some(&word.as_bytes());
    is(1, LAUNCH) && is(2, &options.owner) && !is(3, mine)
}
