//! Ending everything below this process, whatever it does to stay, and noting how its first child ended.

use super::init::exit_of;
use crate::sys::SignalQueue;
use crate::tree;
use dream_ports::Exit;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, WaitOptions, getpgrp, kill_process, kill_process_group, wait};
use std::collections::BTreeSet;

/// How long to wait for the killed before looking again.
const AGAIN: Timespec = Timespec { tv_sec: 0, tv_nsec: 5_000_000 };

/// The children of this process: those it made, and every one below whose parent has ended.
pub(super) struct Children {
    /// The one that all others come from.
    first: Pid,
    /// How it ended.
    ended: Option<Exit>,
}

impl Children {
    pub(super) fn new(first: Pid) -> Self {
        Self { first, ended: None }
    }

    /// How the first ended, if it has.
    pub(super) fn ended(&self) -> Option<Exit> {
        self.ended
    }

    /// Takes note of those that have ended. Whether there are any left.
    pub(super) fn reap(&mut self) -> bool {
        loop {
            match wait(WaitOptions::NOHANG) {
                Ok(Some((process, status))) => {
                    if process == self.first {
                        self.ended = Some(exit_of(status));
                    }
                }
                Ok(None) => return true,
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => return false,
            }
        }
    }

    /// Ends all of them and returns when none is left. Whole groups at a time: a group's processes get the signal at once, so none of them
    /// makes another in between. What has left every group is met again in the next round.
    pub(super) fn end(&mut self, signals: &mut SignalQueue) {
        while self.reap() {
            for group in groups() {
                // Gone already is what is wanted.
                let _ = kill_process_group(group, Signal::KILL);
            }
            for process in tree::descendants(std::process::id()).into_iter().filter_map(pid) {
                let _ = kill_process(process, Signal::KILL);
            }
            Self::pause(signals);
        }
    }

    /// Ends the first, where the kernel ends the others with it, and returns when none is left.
    pub(super) fn end_first(&mut self, signals: &mut SignalQueue) {
        while self.reap() {
            // Gone already is what is wanted.
            let _ = kill_process(self.first, Signal::KILL);
            Self::pause(signals);
        }
    }

    /// Woken by the first that ends; the time is for those that were not seen.
    fn pause(signals: &mut SignalQueue) {
        let _ = poll(&mut [PollFd::new(&*signals, PollFlags::IN)], Some(&AGAIN));
        signals.drain();
    }
}

/// The groups of everything below this process, without its own. Each is of a session that began below, so none holds anybody else.
fn groups() -> impl Iterator<Item = Pid> {
    let own = getpgrp();
    let found: BTreeSet<u32> = tree::descendants(std::process::id()).into_iter().filter_map(tree::group).collect();
    found.into_iter().filter_map(pid).filter(move |group| *group != own)
}

fn pid(number: u32) -> Option<Pid> {
    i32::try_from(number).ok().and_then(Pid::from_raw)
}
