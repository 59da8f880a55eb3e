//! The monitor: starts the command in its confinement, watches it, and ends with it.

mod begin;
mod watch;

use super::channel::Channel;
use crate::sys;
use crate::wire::{Doing, Refusal, Told};
use rustix::process::{getpid, set_child_subreaper, setsid};
use std::os::unix::net::UnixStream;
use sys::SignalQueue;

/// The monitor's whole life. Its exit code is of no meaning: the server hears over the connection.
pub(super) fn run(connection: UnixStream) -> i32 {
    let channel = Channel::new(connection);
    let outcome = prepare().and_then(|signals| Ok((signals, begin::begin(&channel)?)));
    match outcome {
        Ok((mut signals, mut running)) => {
            channel.tell(&Told::Started { pid: running.command, monitor: std::process::id() });
            let ended = watch::Watch::new(&channel, &mut signals, &mut running).until_ended();
            running.clean_up();
            channel.tell(&ended);
        }
        Err(refusal) => channel.tell(&Told::Refused(refusal)),
    }
    0
}

fn prepare() -> Result<SignalQueue, Refusal> {
    // A session of its own: what it ends is told by groups.
    setsid().doing("leaving the session")?;
    sys::restore_signals().doing("taking signals")?;
    set_child_subreaper(Some(getpid())).doing("becoming the parent of orphans")?;
    sys::block_signals().doing("taking signals")
}
