//! The launcher's first process: it waits for the server's commands and becomes, by duplicating itself, a monitor for each. So the program is
//! loaded once, and what of it is in memory is there once for all monitors.

use super::monitor;
use crate::descriptors::receive_descriptors;
use crate::sys;
use crate::wire::{Doing, Refusal};
use rustix::io::fcntl_dupfd_cloexec;
use rustix::process::{DumpableBehavior, set_dumpable_behavior, setsid};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;

/// Runs until the server is gone. The exit code is of no meaning: a command that is not begun is seen by the end of its connection.
pub(super) fn run() -> i32 {
    // Started by hand: there is no server to serve.
    let Ok(server) = prepare() else { return 2 };
    loop {
        let Ok((bytes, mut descriptors)) = receive_descriptors(server.as_fd()) else { return 1 };
        if bytes.is_empty() {
            return 0;
        }
        let Some(connection) = descriptors.pop() else { continue };
        // Where no process can be made, the connection ends here, and the server with it knows.
        if let Ok(None) = sys::fork_into(0) {
            drop(server);
            return monitor::run(connection.into());
        }
    }
}

fn prepare() -> Result<UnixStream, Refusal> {
    sys::close_from(3).doing("closing descriptors")?;
    let server = UnixStream::from(fcntl_dupfd_cloexec(std::io::stdin(), 3).doing("taking the connection")?);
    let null = std::fs::File::open("/dev/null").doing("closing its input")?;
    rustix::stdio::dup2_stdin(&null).doing("closing its input")?;
    // What the terminal sends to the server's group is not meant for this process, and nobody of the same user may look into it.
    let _ = setsid();
    set_dumpable_behavior(DumpableBehavior::NotDumpable).doing("hiding from others")?;
    sys::ignore_children().doing("leaving monitors to themselves")?;
    Ok(server)
}
