//! The mechanisms of the host that the levels are made of: whether they are there, and what to do where they are not.

use dream_ports::{HeldLimit, Holder, Limit, Measure, SandboxLevel};
use rustix::process::geteuid;
use std::fs;

/// The Landlock version that is demanded: the first that knows TCP.
const LANDLOCK_DEMANDED: i64 = 4;
/// The first that keeps signals and abstract sockets in.
const LANDLOCK_SCOPES: i64 = 6;

/// Every mechanism that is looked for.
pub(super) fn of_host(groups: Result<(), &str>) -> Vec<Measure> {
    vec![landlock(), seccomp(), user_namespaces(), own_user(), cgroups(groups)]
}

fn measure(name: &str, available: bool, detail: impl Into<String>) -> Measure {
    Measure { name: name.to_owned(), available, detail: detail.into() }
}

fn landlock() -> Measure {
    let abi = crate::sys::landlock_version();
    let detail = match abi {
        0 => "not in this kernel, or not switched on: Linux 6.7 or later with lsm=landlock in its command line".to_owned(),
        abi if abi < LANDLOCK_DEMANDED => format!("version {abi}; version {LANDLOCK_DEMANDED} is needed: Linux 6.7 or later"),
        abi if abi < LANDLOCK_SCOPES => format!("version {abi}; signals are kept in from version {LANDLOCK_SCOPES} on: Linux 6.12"),
        abi => format!("version {abi}"),
    };
    measure("landlock", abi >= LANDLOCK_DEMANDED, detail)
}

fn seccomp() -> Measure {
    let actions = fs::read_to_string("/proc/sys/kernel/seccomp/actions_avail").unwrap_or_default();
    let there = actions.split_whitespace().any(|action| action == "user_notif");
    let detail = if there {
        "filters, and calls decided by the monitor"
    } else {
        "no filters of system calls, or none that can ask: Linux 5.0 or later"
    };
    measure("seccomp", there, detail)
}

fn user_namespaces() -> Measure {
    let at_most = fs::read_to_string("/proc/sys/user/max_user_namespaces").ok().and_then(|text| text.trim().parse::<u64>().ok());
    let denied = fs::read_to_string("/proc/sys/kernel/apparmor_restrict_unprivileged_userns").is_ok_and(|text| text.trim() == "1");
    match at_most {
        Some(0) | None => measure("user_namespaces", false, "switched off: sysctl user.max_user_namespaces"),
        Some(_) if denied && !geteuid().is_root() => {
            measure("user_namespaces", false, "AppArmor keeps them from programs without a profile: give this program one with `userns,`")
        }
        Some(_) => measure("user_namespaces", true, "switched on"),
    }
}

fn own_user() -> Measure {
    if geteuid().is_root() {
        measure("own_user", true, "each workspace's commands run as a user of its own")
    } else {
        measure("own_user", false, "commands run as this server's user: only a server that is root can choose another")
    }
}

/// What holds commands at `level` to the limits that the kernel does not count for every command by itself: as commands are started, with
/// groups of their own or without.
pub(super) fn held(groups: bool, level: SandboxLevel) -> Vec<HeldLimit> {
    let by_kernel = if geteuid().is_root() {
        Holder::User
    } else if level == SandboxLevel::Namespaces {
        Holder::Namespace
    } else {
        Holder::Watching
    };
    let (memory, processes) = if groups { (Holder::Cgroup, Holder::Cgroup) } else { (Holder::Watching, by_kernel) };
    vec![HeldLimit { limit: Limit::Memory, by: memory }, HeldLimit { limit: Limit::Processes, by: processes }]
}

/// What they would hold is held by watching where there are none, so that hosts with and without behave the same but for how soon.
fn cgroups(groups: Result<(), &str>) -> Measure {
    match groups {
        Ok(()) => measure("cgroup_memory", true, "the kernel holds each command's memory and processes in a group of its own"),
        Err(why) => {
            let held = "memory, processor time and processes are held by limits of the kernel and by watching";
            measure("cgroup_memory", false, format!("{why}; {held}"))
        }
    }
}
