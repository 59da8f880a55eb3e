//! Watching a running command: its limits, its connections, and what the server asks for, until none of it is left.

use super::super::channel::Channel;
use super::begin::Running;
use crate::groups;
use crate::sys::SignalQueue;
use crate::tree;
use crate::wire::{KILL, STOP, Told};
use dream_ports::{Exit, Limit, ProcessUsage};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, kill_process_group};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

/// How often to look at what is used: at most, while it grows.
const SOON: Duration = Duration::from_millis(50);
/// At least, once nothing has moved for a while: what uses no processor time takes no memory either.
const LATE: Duration = Duration::from_secs(1);

/// The watch over one command.
pub(super) struct Watch<'a> {
    channel: &'a Channel,
    signals: &'a mut SignalQueue,
    running: &'a mut Running,
    began: Instant,
    next_look: Instant,
    interval: Duration,
    usage: ProcessUsage,
}

/// What woke the watch.
#[derive(Default)]
struct Woken {
    asked: bool,
    signalled: bool,
    connecting: bool,
}

impl<'a> Watch<'a> {
    pub(super) fn new(channel: &'a Channel, signals: &'a mut SignalQueue, running: &'a mut Running) -> Self {
        let now = Instant::now();
        Self { channel, signals, running, began: now, next_look: now + SOON, interval: SOON, usage: ProcessUsage::default() }
    }

    /// Returns when nothing of the command is left.
    pub(super) fn until_ended(mut self) -> Told {
        let exceeded = self.until_over();
        if let Some(usage) = tree::usage(std::process::id()) {
            self.usage = usage;
        }
        if self.running.status.is_some() {
            self.running.children.end_first(self.signals);
        } else {
            self.running.children.end(self.signals);
        }
        let exit = exceeded.map_or_else(|| self.exit(), Exit::Exceeded);
        Told::Ended { exit, usage: self.usage }
    }

    /// Until its first process has ended, the server wants it ended, or it has used up too much.
    fn until_over(&mut self) -> Option<Limit> {
        loop {
            let woken = self.wait();
            if woken.connecting
                && let Some(connections) = &self.running.connections
            {
                connections.decide();
            }
            if woken.asked {
                match self.channel.asked() {
                    Some(STOP) => self.terminate(),
                    Some(KILL) | None => return None,
                    Some(_) => {}
                }
            }
            if woken.signalled && self.signals.drain() {
                return None;
            }
            self.running.children.reap();
            if self.running.children.ended().is_some() {
                return None;
            }
            if let Some(limit) = self.exceeded() {
                return Some(limit);
            }
        }
    }

    fn wait(&self) -> Woken {
        let until = self.deadline().map(|until| until.saturating_duration_since(Instant::now()));
        let timeout = until.and_then(|until| Timespec::try_from(until).ok());
        let mut descriptors = vec![PollFd::new(self.channel, PollFlags::IN), PollFd::new(&*self.signals, PollFlags::IN)];
        if let Some(connections) = &self.running.connections {
            descriptors.push(PollFd::from_borrowed_fd(connections.as_fd(), PollFlags::IN));
        }
        // An error is an interruption: the next turn waits again.
        if poll(&mut descriptors, timeout.as_ref()).is_err() {
            return Woken::default();
        }
        let ready: Vec<PollFlags> = descriptors.iter().map(PollFd::revents).collect();
        let is = |at: usize, flags: PollFlags| ready.get(at).is_some_and(|found| found.intersects(flags));
        Woken {
            asked: is(0, PollFlags::IN | PollFlags::HUP | PollFlags::ERR),
            signalled: is(1, PollFlags::IN),
            connecting: is(2, PollFlags::IN),
        }
    }

    fn deadline(&self) -> Option<Instant> {
        let limits = &self.running.limits;
        let look = self.looks().then_some(self.next_look);
        let end = limits.wall_clock.and_then(|limit| self.began.checked_add(limit));
        look.into_iter().chain(end).min()
    }

    /// Whether anything is held by looking alone.
    fn looks(&self) -> bool {
        let limits = &self.running.limits;
        let memory = limits.memory_bytes.is_some() && self.running.group.is_none();
        memory || limits.cpu_time.is_some() || (limits.processes.is_some() && !self.running.processes_are_counted)
    }

    fn exceeded(&mut self) -> Option<Limit> {
        let limits = self.running.limits;
        let now = Instant::now();
        if limits.wall_clock.is_some_and(|limit| now.saturating_duration_since(self.began) >= limit) {
            return Some(Limit::WallClock);
        }
        if !self.looks() || now < self.next_look {
            return None;
        }
        let usage = tree::usage(std::process::id())?;
        self.interval = if usage.cpu_time == self.usage.cpu_time { (self.interval * 2).min(LATE) } else { SOON };
        self.next_look = now + self.interval;
        self.usage = usage;
        let over = |used: u64, limit: Option<u64>| limit.is_some_and(|limit| used > limit);
        if self.running.group.is_none() && over(usage.memory_bytes, limits.memory_bytes) {
            Some(Limit::Memory)
        } else if limits.cpu_time.is_some_and(|limit| usage.cpu_time > limit) {
            Some(Limit::CpuTime)
        } else if !self.running.processes_are_counted && over(usage.processes.into(), limits.processes.map(u64::from)) {
            Some(Limit::Processes)
        } else {
            None
        }
    }

    /// Asks the command and all of its group to end.
    fn terminate(&self) {
        if let Some(group) = i32::try_from(self.running.command).ok().and_then(Pid::from_raw) {
            // Gone already is what is wanted.
            let _ = kill_process_group(group, Signal::TERM);
        }
    }

    /// How its first process ended.
    fn exit(&mut self) -> Exit {
        let told = self.running.status.take().and_then(|status| serde_json::from_reader(std::fs::File::from(status)).ok());
        let limits = &self.running.limits;
        match told.or(self.running.children.ended()) {
            Some(Exit::Signal(libc::SIGXCPU)) if limits.cpu_time.is_some() => Exit::Exceeded(Limit::CpuTime),
            Some(Exit::Signal(libc::SIGKILL)) | None if self.running.group.as_deref().is_some_and(groups::ran_out_of_memory) => {
                Exit::Exceeded(Limit::Memory)
            }
            Some(Exit::Signal(libc::SIGXFSZ)) if limits.file_bytes.is_some() => Exit::Exceeded(Limit::FileSize),
            exit => exit.unwrap_or(Exit::Signal(libc::SIGKILL)),
        }
    }
}
