//! What a monitor that was killed leaves behind: its command falls to the launcher, which ends it. At the level of namespaces the kernel
//! does that; at the others nobody else would.

use crate::sys::SignalQueue;
use crate::tree;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, WaitOptions, kill_process, wait};
use std::collections::BTreeSet;

/// How long to wait for the killed before looking again.
const AGAIN: Timespec = Timespec { tv_sec: 0, tv_nsec: 5_000_000 };
/// How often to look at a stretch: what does not end by then, such as one that waits for a broken disk, is met again when another child ends.
const LOOKS: u32 = 400;

/// The monitors that this process has made and that have not ended.
#[derive(Default)]
pub(super) struct Monitors(BTreeSet<u32>);

impl Monitors {
    pub(super) fn add(&mut self, monitor: Pid) {
        self.0.insert(number(monitor));
    }

    /// Takes note of monitors that have ended, and ends every process below this one that no monitor looks after.
    pub(super) fn end_what_they_left(&mut self, signals: &mut SignalQueue) {
        let mut none = 0;
        for _ in 0..LOOKS {
            self.reap();
            let left: Vec<u32> = tree::children(std::process::id()).into_iter().filter(|child| !self.0.contains(child)).collect();
            if left.is_empty() {
                // A list that is read while its processes end may leave one out, though not twice.
                none += 1;
                if none == 2 {
                    return;
                }
                continue;
            }
            none = 0;
            for process in left.iter().copied().chain(left.iter().flat_map(|root| tree::descendants(*root))) {
                if let Some(process) = i32::try_from(process).ok().and_then(Pid::from_raw) {
                    // Gone already is what is wanted.
                    let _ = kill_process(process, Signal::KILL);
                }
            }
            let _ = poll(&mut [PollFd::new(&*signals, PollFlags::IN)], Some(&AGAIN));
            signals.drain();
        }
    }

    fn reap(&mut self) {
        loop {
            match wait(WaitOptions::NOHANG) {
                Ok(Some((process, _))) => {
                    self.0.remove(&number(process));
                }
                Err(rustix::io::Errno::INTR) => {}
                // None has ended, or there is none.
                Ok(None) | Err(_) => return,
            }
        }
    }
}

fn number(process: Pid) -> u32 {
    process.as_raw_nonzero().get().unsigned_abs()
}
