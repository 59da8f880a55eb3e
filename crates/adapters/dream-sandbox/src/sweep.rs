//! Ending what an earlier life of this server left behind. Monitors end themselves when their server does; what is found here is late or was
//! orphaned: a command whose monitor and launcher were killed with the server.

use crate::options::SandboxOptions;
use crate::start::{io_error, server_mark};
use crate::tree;
use crate::user;
use crate::wire::LAUNCH;
use dream_ports::SandboxError;
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::time::Duration;

/// How long the found ones are waited for before they are ended without being asked.
const GRACE: Duration = Duration::from_secs(2);
/// How many rounds of orphans are ended: each makes those of the next one fewer.
const ROUNDS: u32 = 20;
/// How often to look whether they are gone.
const LOOK: Duration = Duration::from_millis(10);

/// Ends them and returns how many there were, when none is left.
pub(crate) async fn run(options: &SandboxOptions) -> Result<u32, SandboxError> {
    let listing = "listing this host's processes";
    let found = leftovers(options).map_err(io_error(listing))?;
    for process in &found {
        tracing::warn!(process = process.number, "a confined command of an earlier life of this server is ended");
        process.signal(Signal::TERM);
    }
    if tokio::time::timeout(GRACE, gone(&found)).await.is_err() {
        found.iter().for_each(Leftover::end_firmly);
        gone(&found).await;
    }
    let orphans = end_orphans(user::mark(&options.owner)).await.map_err(io_error(listing))?;
    Ok(u32::try_from(found.len()).unwrap_or(u32::MAX).saturating_add(orphans))
}

/// Ends commands that nobody looks after, and returns how many processes that were. What they made meanwhile is found in the next round.
async fn end_orphans(mark: u32) -> std::io::Result<u32> {
    let mut ended = 0_u32;
    for _ in 0..ROUNDS {
        let found = orphans(mark)?;
        if found.is_empty() {
            return Ok(ended);
        }
        tracing::warn!(processes.count = found.len(), "confined processes that nobody looks after are ended");
        for process in &found {
            process.signal(Signal::KILL);
        }
        ended = ended.saturating_add(u32::try_from(found.len()).unwrap_or(u32::MAX));
        // One that waits for a broken disk does not end; it is tried again, and then left.
        let _ = tokio::time::timeout(GRACE, gone(&found)).await;
    }
    tracing::error!("confined processes that nobody looks after could not be ended; their oom_score_adj is {mark}");
    Ok(ended)
}

async fn gone(found: &[Leftover]) {
    while found.iter().any(Leftover::is_there) {
        tokio::time::sleep(LOOK).await;
    }
}

/// A process that is to end: a monitor whose server is not this one, or what is left of a command.
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

/// Confined processes of this server's without a monitor above them: no command is without one.
fn orphans(mark: u32) -> std::io::Result<Vec<Leftover>> {
    let found = tree::all()?.into_iter().filter(|process| is_confined(*process, mark) && !is_looked_after(*process, mark));
    Ok(found.filter_map(|number| Some(Leftover { number, started: tree::started_at(number)? })).filter(Leftover::is_there).collect())
}

/// What marks a command: that it comes first when memory is short, which it cannot change, and that it can get no new rights.
fn is_confined(process: u32, mark: u32) -> bool {
    let read = |file: &str| fs::read_to_string(format!("/proc/{process}/{file}")).unwrap_or_default();
    if read("oom_score_adj").trim() != mark.to_string() {
        return false;
    }
    let status = read("status");
    let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')?.split_whitespace().next());
    field("NoNewPrivs") == Some("1") && field("Uid").and_then(|user| user.parse().ok()).is_some_and(user::may_be_ours)
}

/// Whether a launcher or a monitor is above it.
fn is_looked_after(process: u32, mark: u32) -> bool {
    let mut above = tree::parent(process);
    while let Some(process) = above.filter(|process| *process > 1) {
        let line = fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
        if line.split(|byte| *byte == 0).nth(1) == Some(LAUNCH.as_bytes()) && !is_confined(process, mark) {
            return true;
        }
        above = tree::parent(process);
    }
    false
}
