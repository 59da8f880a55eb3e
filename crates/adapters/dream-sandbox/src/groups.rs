//! Groups of processes (cgroups, version 2) for commands, where the host has delegated a part of its tree to the server: the kernel then holds
//! the memory and the processes of each command, however many they are. Where it has not, they are held by limits of the kernel and by watching.

mod delegated;

use crate::user;
use dream_ports::{ResourceLimits, SandboxLevel};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

pub use delegated::delegated_cgroup;

/// What is switched on for the groups of commands.
const CONTROLLERS: [&str; 2] = ["memory", "pids"];
/// The group that the server itself goes into: a group with groups below it may hold no process of its own.
const SERVER: &str = "server";

/// The part of the host's tree that is the server's.
pub(crate) struct Groups {
    folder: PathBuf,
    /// What the names of the commands' groups begin with.
    prefix: String,
    next: AtomicU64,
}

impl Groups {
    /// Takes the part at `folder` over for the commands of `owner`; else the reason why not, and nothing has changed then.
    pub(crate) fn take(folder: &Path, owner: &str) -> Result<Self, String> {
        let failed = |doing: &'static str| move |error: io::Error| format!("{doing}: {error}");
        let there = fs::read_to_string(folder.join("cgroup.controllers")).map_err(failed("its controllers cannot be read"))?;
        let missing: Vec<_> = CONTROLLERS.into_iter().filter(|name| !there.split_whitespace().any(|found| found == *name)).collect();
        if !missing.is_empty() {
            return Err(format!("its controllers {} are not delegated", missing.join(" and ")));
        }
        let server = folder.join(SERVER);
        if let Err(error) = fs::create_dir(&server)
            && error.kind() != io::ErrorKind::AlreadyExists
        {
            return Err(failed("no group can be made below it")(error));
        }
        let taken = fs::write(server.join(PROCESSES), "0").map_err(failed("the server cannot go into a group of its own"));
        let switched = taken.and_then(|()| {
            let switched = fs::write(folder.join("cgroup.subtree_control"), CONTROLLERS.map(|name| format!("+{name}")).join(" "));
            switched.map_err(failed("its controllers cannot be switched on; other processes may be in it"))
        });
        if let Err(why) = switched {
            // As it was before; where that fails too, an empty group more does no harm.
            let _ = fs::write(folder.join(PROCESSES), "0");
            let _ = fs::remove_dir(&server);
            return Err(why);
        }
        Ok(Self { folder: folder.to_owned(), prefix: format!("command-{}-", user::mark(owner)), next: AtomicU64::new(0) })
    }

    /// Makes a group that holds a command to `limits`.
    pub(crate) fn make(&self, limits: &ResourceLimits, level: SandboxLevel) -> io::Result<PathBuf> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let group = self.folder.join(format!("{}{}-{number}", self.prefix, std::process::id()));
        fs::create_dir(&group)?;
        let held = hold(&group, limits, level);
        if held.is_err() {
            // Empty: nothing is in it yet.
            let _ = fs::remove_dir(&group);
        }
        held.map(|()| group)
    }

    /// Ends what is left in groups of an earlier life of this server, and removes them. Returns how many processes that were.
    pub(crate) fn sweep(&self) -> io::Result<u32> {
        let own = format!("{}{}-", self.prefix, std::process::id());
        let mut ended = 0_u32;
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(&self.prefix) && !name.starts_with(&own) {
                ended = ended.saturating_add(processes(&entry.path()));
                end(&entry.path());
            }
        }
        Ok(ended)
    }
}

const PROCESSES: &str = "cgroup.procs";

fn hold(group: &Path, limits: &ResourceLimits, level: SandboxLevel) -> io::Result<()> {
    if let Some(bytes) = limits.memory_bytes {
        fs::write(group.join("memory.max"), bytes.to_string())?;
        // Beyond it nothing is put aside, and all of the command ends rather than one part of it.
        fs::write(group.join("memory.oom.group"), "1")?;
        // A host without swap has no such file.
        let _ = fs::write(group.join("memory.swap.max"), "0");
    }
    if let Some(processes) = limits.processes {
        // The first process of the namespaces is in it too, and not the command's.
        let processes = processes.saturating_add(u32::from(level == SandboxLevel::Namespaces));
        fs::write(group.join("pids.max"), processes.to_string())?;
    }
    Ok(())
}

/// Puts this process into `group`.
pub(crate) fn enter(group: &Path) -> io::Result<()> {
    fs::write(group.join(PROCESSES), "0")
}

/// Puts another process into `group`.
pub(crate) fn add(group: &Path, process: u32) -> io::Result<()> {
    fs::write(group.join(PROCESSES), process.to_string())
}

/// Whether the kernel has ended processes of `group` for their memory.
pub(crate) fn ran_out_of_memory(group: &Path) -> bool {
    let events = fs::read_to_string(group.join("memory.events")).unwrap_or_default();
    let killed = events.lines().find_map(|line| line.strip_prefix("oom_kill ")?.trim().parse::<u64>().ok());
    killed.is_some_and(|killed| killed > 0)
}

/// Ends whatever is in `group`, and removes it.
pub(crate) fn end(group: &Path) {
    // Empty already is what is wanted; a kernel before 5.14 has no such file.
    let _ = fs::write(group.join("cgroup.kill"), "1");
    // One that still holds a process that is just ending is removed by the next start.
    let _ = fs::remove_dir(group);
}

fn processes(group: &Path) -> u32 {
    let listed = fs::read_to_string(group.join(PROCESSES)).unwrap_or_default();
    u32::try_from(listed.lines().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
