//! Ways out through the kernel.

use super::calls::refused;
#[cfg(target_arch = "x86_64")]
use super::calls::{call_as_32_bits, call_as_x32, signal_of};
use super::{Bait, Case, Outcome, all};
use crate::seccomp::{ALWAYS, SHARED_MEMORY};
use libc::c_long;

pub(super) const CASES: &[Case] = &[
    ("refused_calls", refused_calls),
    ("io_uring", io_uring),
    ("new_namespaces", new_namespaces),
    ("setns", setns),
    ("mount", mount),
    ("open_by_handle", open_by_handle),
    ("keyring", keyring),
    ("bpf_and_perf", bpf_and_perf),
    ("type_into_terminal", type_into_terminal),
    ("shared_memory_of_host", shared_memory_of_host),
    #[cfg(target_arch = "x86_64")]
    ("calls_of_32_bits", calls_of_32_bits),
    #[cfg(target_arch = "x86_64")]
    ("calls_of_x32", calls_of_x32),
    ("core_dump", core_dump),
];

fn refused_calls(_: &Bait) -> Outcome {
    all(ALWAYS.iter().map(|call| refused(*call, [0; 5])))
}

fn io_uring(_: &Bait) -> Outcome {
    refused(libc::SYS_io_uring_setup, [1, 0, 0, 0, 0])
}

fn new_namespaces(_: &Bait) -> Outcome {
    let flags = [libc::CLONE_NEWUSER, libc::CLONE_NEWNS, libc::CLONE_NEWNET, libc::CLONE_NEWPID].map(c_long::from);
    all(flags
        .map(|flag| refused(libc::SYS_unshare, [flag, 0, 0, 0, 0]))
        .into_iter()
        // Flags that contradict each other: were the call let through, no process would come of it.
        .chain([refused(libc::SYS_clone, [c_long::from(libc::CLONE_NEWUSER | libc::CLONE_FS), 0, 0, 0, 0])])
        .chain([refused(libc::SYS_clone3, [0, 0, 0, 0, 0])]))
}

fn setns(_: &Bait) -> Outcome {
    refused(libc::SYS_setns, [0, 0, 0, 0, 0])
}

fn mount(_: &Bait) -> Outcome {
    let calls = [libc::SYS_mount, libc::SYS_umount2, libc::SYS_pivot_root, libc::SYS_chroot, libc::SYS_move_mount, libc::SYS_fsopen];
    all(calls.map(|call| refused(call, [0; 5])))
}

fn open_by_handle(_: &Bait) -> Outcome {
    all([refused(libc::SYS_open_by_handle_at, [0; 5]), refused(libc::SYS_name_to_handle_at, [0; 5])])
}

fn keyring(_: &Bait) -> Outcome {
    all([libc::SYS_keyctl, libc::SYS_add_key, libc::SYS_request_key].map(|call| refused(call, [0; 5])))
}

fn bpf_and_perf(_: &Bait) -> Outcome {
    all([libc::SYS_bpf, libc::SYS_perf_event_open, libc::SYS_userfaultfd].map(|call| refused(call, [0; 5])))
}

fn type_into_terminal(_: &Bait) -> Outcome {
    all([libc::TIOCSTI, libc::TIOCLINUX].map(|request| refused(libc::SYS_ioctl, [0, c_long::try_from(request).unwrap_or(0), 0, 0, 0])))
}

/// Where its namespace is its own there is nothing of others in it; else it must not get there.
fn shared_memory_of_host(_: &Bait) -> Outcome {
    let seen = std::fs::read_to_string("/proc/sysvipc/shm").map_or(0, |text| text.lines().count());
    if std::process::id() < 16 {
        return if seen > 1 { Outcome::Escaped("another's shared memory was seen".to_owned()) } else { Outcome::Held };
    }
    all(SHARED_MEMORY.iter().map(|call| refused(*call, [0; 5])))
}

#[cfg(target_arch = "x86_64")]
fn calls_of_32_bits(_: &Bait) -> Outcome {
    ended_by(signal_of(call_as_32_bits))
}

#[cfg(target_arch = "x86_64")]
fn calls_of_x32(_: &Bait) -> Outcome {
    ended_by(signal_of(call_as_x32))
}

/// By the filter, or by a kernel that was built without them.
#[cfg(target_arch = "x86_64")]
fn ended_by(signal: std::io::Result<Option<i32>>) -> Outcome {
    match signal {
        Ok(Some(libc::SIGSYS | libc::SIGSEGV)) => Outcome::Held,
        Ok(other) => Outcome::Escaped(format!("the call was made: {other:?}")),
        Err(error) => Outcome::Untried(error.to_string()),
    }
}

fn core_dump(_: &Bait) -> Outcome {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Core);
    if limit.maximum == Some(0) { Outcome::Held } else { Outcome::Escaped("a core dump may be written".to_owned()) }
}
