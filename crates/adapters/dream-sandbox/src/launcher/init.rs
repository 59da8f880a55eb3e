//! The first process of a command's own namespaces: furnishes them, starts the command, and waits for whatever comes from it.
//! When it ends, the kernel ends everything else in there.

use super::command::{Start, give_up};
use super::{mounts, user};
use crate::descriptors::send_descriptors;
use crate::sys;
use crate::wire::{Doing, Egress, Refusal, Spec};
use dream_ports::Exit;
use rustix::process::{DumpableBehavior, Pid, WaitOptions, WaitStatus, set_dumpable_behavior, wait};
use std::fs::File;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;

/// What it is given.
pub(super) struct Init<'a> {
    pub(super) spec: &'a Spec,
    pub(super) streams: &'a [OwnedFd; 3],
    pub(super) errors: &'a UnixStream,
    /// Where it tells how the command ended.
    pub(super) status: &'a OwnedFd,
    /// Where it hands a socket of its own network to the server.
    pub(super) handover: &'a UnixStream,
}

impl Init<'_> {
    /// Runs until the command has ended, then ends this process.
    pub(super) fn run(&self) -> ! {
        match self.begin().and_then(|command| self.attend(command)) {
            Ok(()) => std::process::exit(0),
            Err(refusal) => give_up(self.errors, &refusal),
        }
    }

    fn begin(&self) -> Result<Pid, Refusal> {
        let [input, output, errors] = self.streams;
        sys::close_others(&[
            input.as_fd(),
            output.as_fd(),
            errors.as_fd(),
            self.errors.as_fd(),
            self.status.as_fd(),
            self.handover.as_fd(),
        ])
        .doing("closing descriptors")?;
        // The monitor says when this process's user is known in its namespace.
        { self.errors }.read_exact(&mut [0]).doing("waiting for its monitor")?;
        user::end_with_parent(self.errors)?;
        mounts::build(self.spec)?;
        sys::loopback_up().doing("switching its loopback on")?;
        if let Some(Egress::Own(port)) = self.spec.egress {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).doing("opening the way out")?;
            send_descriptors(self.handover, &[listener.as_fd()]).doing("opening the way out")?;
        }
        rustix::system::sethostname(b"sandbox").doing("naming its host")?;
        match sys::fork_into(0).doing("starting the command")? {
            Some(command) => Ok(command),
            None => Start { spec: self.spec, streams: self.streams, errors: self.errors, temporary: None }.run(),
        }
    }

    fn attend(&self, command: Pid) -> Result<(), Refusal> {
        let null = File::open("/dev/null").doing("closing its streams")?;
        rustix::stdio::dup2_stdin(&null).doing("closing its streams")?;
        rustix::stdio::dup2_stdout(&null).doing("closing its streams")?;
        rustix::stdio::dup2_stderr(&null).doing("closing its streams")?;
        sys::close_others(&[self.status.as_fd()]).doing("closing its streams")?;
        if let Some(user) = self.spec.user {
            user::become_user(user)?;
            user::end_with_parent(self.status)?;
        }
        user::drop_capabilities()?;
        // Nothing of this process is the command's to read.
        set_dumpable_behavior(DumpableBehavior::NotDumpable).doing("hiding from the command")?;
        let status = wait_for(command).doing("waiting for the command")?;
        let text = serde_json::to_vec(&exit_of(status)).doing("telling how it ended")?;
        File::from(self.status.try_clone().doing("telling how it ended")?).write_all(&text).doing("telling how it ended")
    }
}

/// Waits for `command`, and in passing for every process whose parent has ended.
fn wait_for(command: Pid) -> io::Result<WaitStatus> {
    loop {
        match wait(WaitOptions::empty()) {
            Ok(Some((process, status))) if process == command => return Ok(status),
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// How a process ended.
pub(super) fn exit_of(status: WaitStatus) -> Exit {
    match (status.exit_status(), status.terminating_signal()) {
        (_, Some(signal)) => Exit::Signal(signal),
        (code, None) => Exit::Code(code.unwrap_or(-1)),
    }
}
