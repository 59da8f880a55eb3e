//! The limits that the kernel holds each process to.

use crate::tree;
use crate::wire::{Doing, Refusal, Spec};
use dream_ports::SandboxLevel;
use rustix::process::{Resource, Rlimit, getrlimit, getuid, setrlimit};

/// What a single process may map beyond the whole tree's memory before the kernel refuses it, while the monitor has not looked yet:
/// programs map much that they never touch.
const MAPPED_BEYOND: u64 = 1 << 30;

/// How many processes the user of a server may come to have beside a command, while the command's limit is set.
const OTHERS_AT_MOST: u32 = 2_048;

/// Sets them for this process and all that comes from it.
pub(super) fn apply(spec: &Spec) -> Result<(), Refusal> {
    let limits = &spec.limits;
    let at_most = |resource, value: Option<u64>| value.map_or(Ok(()), |value| set(resource, value, value));
    // Nothing that it holds in memory is written where others might read it.
    set(Resource::Core, 0, 0)?;
    if let Some(time) = limits.cpu_time {
        let seconds = time.as_secs() + u64::from(time.subsec_nanos() > 0);
        set(Resource::Cpu, seconds, seconds + 1)?;
    }
    at_most(Resource::Nofile, limits.open_files.map(u64::from))?;
    at_most(Resource::Fsize, limits.file_bytes)?;
    at_most(Resource::Data, limits.memory_bytes.map(|bytes| bytes.saturating_mul(2).max(bytes.saturating_add(MAPPED_BEYOND))))?;
    at_most(Resource::Nproc, limits.processes.map(|processes| u64::from(processes_at_most(spec, processes))))?;
    Ok(())
}

/// What the kernel may be told to count to. Where it counts others of the same user too, far enough not to be in their way: it then only
/// bounds what a command can do before the monitor looks.
fn processes_at_most(spec: &Spec, processes: u32) -> u32 {
    if !processes_are_counted(spec) {
        return tree::tasks_of(getuid().as_raw()).saturating_add(processes).saturating_add(OTHERS_AT_MOST);
    }
    // The first process of the namespaces is the command's user's too.
    processes.saturating_add(u32::from(spec.level == SandboxLevel::Namespaces))
}

/// Whether the kernel counts the processes of this command alone: it counts by user and namespace of users.
pub(super) fn processes_are_counted(spec: &Spec) -> bool {
    spec.user.is_some() || (spec.user_namespace && spec.level == SandboxLevel::Namespaces)
}

/// Never above what this process itself is held to.
fn set(resource: Resource, soft: u64, hard: u64) -> Result<(), Refusal> {
    let ours = getrlimit(resource).maximum.unwrap_or(u64::MAX);
    let limit = Rlimit { current: Some(soft.min(ours)), maximum: Some(hard.min(ours)) };
    setrlimit(resource, limit).doing(&format!("setting the limit {resource:?}"))
}
