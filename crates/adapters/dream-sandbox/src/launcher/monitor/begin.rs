//! From a specification to a running command.

use super::super::channel::{Channel, Delivery};
use super::super::command::Start;
use super::super::connect::Connections;
use super::super::init::Init;
use super::super::kill::Children;
use super::super::system::c_string;
use super::super::{limits, user};
use crate::descriptors::receive_descriptors;
use crate::groups;
use crate::sys;
use crate::tree;
use crate::wire::{Doing, Egress, Refusal, Spec};
use dream_ports::{ResourceLimits, SandboxLevel};
use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::{DumpableBehavior, Gid, Pid, Uid, getgid, getuid, set_dumpable_behavior};
use std::fs;
use std::io::{self, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::{DirBuilderExt, chown};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

/// A command that runs.
pub(super) struct Running {
    /// Its process id, as the host counts.
    pub(super) command: u32,
    /// It, or the first process of its namespaces, and all below.
    pub(super) children: Children,
    /// Where the first process of its namespaces tells how it ended.
    pub(super) status: Option<OwnedFd>,
    /// Decides about its connections.
    pub(super) connections: Option<Connections>,
    /// What it may use up.
    pub(super) limits: ResourceLimits,
    /// Whether the kernel counts its processes.
    pub(super) processes_are_counted: bool,
    /// The group in which the kernel holds its memory and its processes.
    pub(super) group: Option<PathBuf>,
    temporary: Option<PathBuf>,
}

impl Running {
    /// Removes what was made for it.
    pub(super) fn clean_up(&self) {
        if let Some(folder) = &self.temporary {
            // What cannot be removed is left to the host's own cleaning of temporary files.
            let _ = fs::remove_dir_all(folder);
        }
        if let Some(group) = &self.group {
            groups::end(group);
        }
    }
}

/// Waits for the command and starts it.
pub(super) fn begin(channel: &Channel) -> Result<Running, Refusal> {
    let delivery = channel.receive()?;
    let begun = begin_delivered(&delivery);
    if let (Err(_), Some(group)) = (&begun, &delivery.spec.group) {
        groups::end(group);
    }
    begun
}

fn begin_delivered(delivery: &Delivery) -> Result<Running, Refusal> {
    let Delivery { spec, streams, handover } = delivery;
    // As much of it as a process list shows; one that cannot be shown is left out.
    if let Ok(name) = c_string(&spec.label) {
        let _ = rustix::thread::set_name(&name);
    }
    if let Some(user) = spec.user {
        if spec.level != SandboxLevel::Namespaces {
            user::open_passages(&spec.passages, user)?;
        }
        user::give(&spec.places, user)?;
    }
    let temporary = if spec.level == SandboxLevel::Namespaces { None } else { Some(temporary_folder(spec.user)?) };
    let outcome = start(spec, streams, handover, temporary.as_deref());
    if let (Err(_), Some(folder)) = (&outcome, &temporary) {
        // Empty: nothing has run.
        let _ = fs::remove_dir(folder);
    }
    let Started { first, status, listener } = outcome?;
    let command = if status.is_some() { tree::children(number(first)).first().copied() } else { None };
    let folders = spec.places.iter().map(|place| place.source.clone()).chain(temporary.clone()).collect();
    let own = spec.places.iter().filter(|place| place.writable);
    let writable = own.map(|place| place.source.clone()).chain(temporary.clone()).collect();
    let proxy = spec.egress.and_then(|egress| if let Egress::Host(port) = egress { Some(port) } else { None });
    Ok(Running {
        command: command.unwrap_or_else(|| number(first)),
        children: Children::new(first),
        status,
        connections: listener.map(|listener| Connections { listener, folders, writable, proxy, user: spec.user }),
        limits: spec.limits,
        processes_are_counted: spec.group.is_some() || limits::processes_are_counted(spec),
        group: spec.group.clone(),
        temporary,
    })
}

struct Started {
    first: Pid,
    status: Option<OwnedFd>,
    listener: Option<OwnedFd>,
}

fn start(spec: &Spec, streams: &[OwnedFd; 3], handover: &UnixStream, temporary: Option<&Path>) -> Result<Started, Refusal> {
    let (ours, theirs) = UnixStream::pair().doing("making a connection with the command")?;
    if spec.level != SandboxLevel::Namespaces {
        let Some(first) = sys::fork_into(0).doing("starting a process")? else {
            drop(ours);
            Start { spec, streams, errors: &theirs, temporary }.run();
        };
        drop(theirs);
        let listener = until_executed(&ours)?;
        return Ok(Started { first, status: None, listener });
    }
    let (status, told) = pipe_with(PipeFlags::CLOEXEC).doing("making a connection with the command")?;
    let users = if spec.user_namespace { sys::NEW_USERS } else { 0 };
    // The child's entry in /proc is this user's to write only while this process may be looked into.
    set_dumpable_behavior(DumpableBehavior::Dumpable).doing("making namespaces")?;
    let forked = sys::fork_into(sys::NAMESPACES | users).doing("making namespaces")?;
    let Some(first) = forked else { Init { spec, streams, errors: &theirs, status: &told, handover }.run() };
    drop((theirs, told));
    if spec.user_namespace {
        name_users(number(first)).doing("naming the user in its namespace")?;
    }
    set_dumpable_behavior(DumpableBehavior::NotDumpable).doing("making namespaces")?;
    if let Some(group) = &spec.group {
        groups::add(group, number(first)).doing("putting the command into its group")?;
    }
    { &ours }.write_all(b" ").doing("starting the command")?;
    let listener = until_executed(&ours)?;
    Ok(Started { first, status: Some(status), listener })
}

/// Waits until the command is executed, which closes the connection; else why it is not. On the way comes the descriptor that asks about connections.
fn until_executed(errors: &UnixStream) -> Result<Option<OwnedFd>, Refusal> {
    let (mut text, mut listener) = (Vec::new(), None);
    loop {
        let (bytes, mut descriptors) = receive_descriptors(errors.as_fd()).doing("waiting for the command to begin")?;
        if bytes.is_empty() {
            break;
        }
        listener = listener.or(descriptors.pop());
        text.extend(bytes);
    }
    if text.trim_ascii().is_empty() {
        return Ok(listener);
    }
    Err(serde_json::from_slice(&text).doing("understanding why the command does not begin")?)
}

/// In its namespace a command has the same user and group as outside, and there are no others.
fn name_users(process: u32) -> io::Result<()> {
    let (user, group): (Uid, Gid) = (getuid(), getgid());
    fs::write(format!("/proc/{process}/setgroups"), "deny")?;
    fs::write(format!("/proc/{process}/uid_map"), format!("{0} {0} 1", user.as_raw()))?;
    fs::write(format!("/proc/{process}/gid_map"), format!("{0} {0} 1", group.as_raw()))
}

/// A folder that nobody else may enter.
fn temporary_folder(user: Option<u32>) -> Result<PathBuf, Refusal> {
    let base = fs::canonicalize(std::env::temp_dir()).doing("making a temporary folder")?;
    for attempt in 0..1000 {
        let folder = base.join(format!("dreamos-{}-{attempt}", std::process::id()));
        match fs::DirBuilder::new().mode(0o700).create(&folder) {
            Ok(()) => {
                chown(&folder, user, user).doing("making a temporary folder")?;
                return Ok(folder);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(Refusal::failed("making a temporary folder", &error)),
        }
    }
    Err(Refusal::failed("making a temporary folder", &io::Error::from(io::ErrorKind::AlreadyExists)))
}

fn number(pid: Pid) -> u32 {
    pid.as_raw_nonzero().get().unsigned_abs()
}
