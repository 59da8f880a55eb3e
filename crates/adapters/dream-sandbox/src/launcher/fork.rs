//! The launcher's first process: it waits for the server's commands and becomes, by duplicating itself, a monitor for each. So the program is
//! loaded once, and what of it is in memory is there once for all monitors. What a monitor that was killed leaves behind falls to it.

use super::monitor;
use super::orphans::Monitors;
use crate::descriptors::receive_descriptors;
use crate::sys::{self, SignalQueue};
use crate::wire::{Doing, Refusal};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::Mode;
use rustix::io::{Errno, fcntl_dupfd_cloexec};
use rustix::process::{DumpableBehavior, getpid, set_child_subreaper, set_dumpable_behavior, setsid, umask};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;

/// Runs until the server is gone. The exit code is of no meaning: a command that is not begun is seen by the end of its connection.
pub(super) fn run() -> i32 {
    // Started by hand: there is no server to serve.
    let Ok((server, mut signals)) = prepare() else { return 2 };
    let mut monitors = Monitors::default();
    loop {
        let Ok((asked, signalled)) = wait(&server, &signals) else { return 1 };
        if signalled {
            if signals.drain() {
                return 0;
            }
            monitors.end_what_they_left(&mut signals);
        }
        if !asked {
            continue;
        }
        let Ok((bytes, mut descriptors)) = receive_descriptors(server.as_fd()) else { return 1 };
        if bytes.is_empty() {
            return 0;
        }
        let Some(connection) = descriptors.pop() else { continue };
        match sys::fork_into(0) {
            Ok(None) => {
                drop((server, signals));
                return monitor::run(connection.into());
            }
            Ok(Some(monitor)) => monitors.add(monitor),
            // Where no process can be made, the connection ends here, and the server with it knows.
            Err(_) => {}
        }
    }
}

/// Until the server says something, or a child has ended: which of the two.
fn wait(server: &UnixStream, signals: &SignalQueue) -> Result<(bool, bool), Errno> {
    let mut waiting = [PollFd::new(server, PollFlags::IN), PollFd::new(signals, PollFlags::IN)];
    match poll(&mut waiting, None) {
        Ok(_) | Err(Errno::INTR) => {}
        Err(error) => return Err(error),
    }
    let [server, signals] = waiting.map(|of| !of.revents().is_empty());
    Ok((server, signals))
}

/// What others may not do with the files and folders that are made here, and with those that commands make.
const MASK: Mode = Mode::WGRP.union(Mode::WOTH);

fn prepare() -> Result<(UnixStream, SignalQueue), Refusal> {
    // The server's own mask may keep everybody else out: where a command is another user, that is the folders made for it, too.
    umask(MASK);
    sys::close_from(3).doing("closing descriptors")?;
    let server = UnixStream::from(fcntl_dupfd_cloexec(std::io::stdin(), 3).doing("taking the connection")?);
    let null = std::fs::File::open("/dev/null").doing("closing its input")?;
    rustix::stdio::dup2_stdin(&null).doing("closing its input")?;
    // What the terminal sends to the server's group is not meant for this process, and nobody of the same user may look into it.
    let _ = setsid();
    set_dumpable_behavior(DumpableBehavior::NotDumpable).doing("hiding from others")?;
    set_child_subreaper(Some(getpid())).doing("becoming the parent of orphans")?;
    sys::restore_signals().doing("taking signals")?;
    Ok((server, sys::block_signals().doing("taking signals")?))
}
