//! The system calls that have no safe wrapper elsewhere. All `unsafe` of the crate is here, behind safe functions.
#![expect(unsafe_code, reason = "system calls; each says why it is sound")]

mod filter;
mod memory;
mod mount;
mod notify;
mod signals;

use rustix::process::Pid;
use std::ffi::CString;
use std::io;
use std::os::fd::{AsRawFd, BorrowedFd};

pub(crate) use filter::{Instruction, install_filter};
pub use memory::give_back_memory;
pub(crate) use mount::{loopback_up, restrict_mount};
pub(crate) use notify::{Notified, answer, receive, still_waiting};
pub(crate) use signals::{SignalQueue, block_signals, restore_signals};

/// The namespaces of a confined command, without that of users.
pub(crate) const NAMESPACES: libc::c_int =
    libc::CLONE_NEWNS | libc::CLONE_NEWPID | libc::CLONE_NEWNET | libc::CLONE_NEWIPC | libc::CLONE_NEWUTS | libc::CLONE_NEWCGROUP;
/// The namespace of users.
pub(crate) const NEW_USERS: libc::c_int = libc::CLONE_NEWUSER;

/// Duplicates this process, which has one thread, into new namespaces; `None` in the new one.
pub(crate) fn fork_into(namespaces: libc::c_int) -> io::Result<Option<Pid>> {
    let flags = libc::c_long::from(namespaces | libc::SIGCHLD);
    // SAFETY: as `fork`: no memory is shared and the stack is kept. The launcher has one thread, so no lock is held elsewhere.
    let pid = unsafe { libc::syscall(libc::SYS_clone, flags, 0_usize, 0_usize, 0_usize, 0_usize) };
    if pid < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(i32::try_from(pid).ok().and_then(Pid::from_raw))
}

/// Closes every descriptor from `first` on.
pub(crate) fn close_from(first: u32) -> io::Result<()> {
    // SAFETY: the caller owns none of them any more: the launcher calls this before it takes hold of any, and right before an exec.
    checked(unsafe { libc::syscall(libc::SYS_close_range, first, u32::MAX, 0) })
}

/// Closes every descriptor from 3 on but those of `kept`.
pub(crate) fn close_others(kept: &[BorrowedFd<'_>]) -> io::Result<()> {
    let mut numbers: Vec<u32> = kept.iter().filter_map(|descriptor| u32::try_from(descriptor.as_raw_fd()).ok()).collect();
    numbers.sort_unstable();
    let mut first = 3;
    for number in numbers {
        if number > first {
            // SAFETY: only a duplicated process calls this, which never comes back to the owners of what is closed.
            checked(unsafe { libc::syscall(libc::SYS_close_range, first, number - 1, 0) })?;
        }
        first = first.max(number + 1);
    }
    close_from(first)
}

/// Marks every descriptor from `first` on to be closed by the next exec.
pub(crate) fn close_on_exec_from(first: u32) -> io::Result<()> {
    // SAFETY: only flags of descriptors change.
    checked(unsafe { libc::syscall(libc::SYS_close_range, first, u32::MAX, libc::CLOSE_RANGE_CLOEXEC) })
}

/// Which version of Landlock the kernel has; 0 where it has none.
pub(crate) fn landlock_version() -> i64 {
    // SAFETY: asked for its version, the call takes no attributes: a null pointer of size 0.
    let version = unsafe { libc::syscall(libc::SYS_landlock_create_ruleset, std::ptr::null::<u8>(), 0_usize, 1_u32) };
    version.max(0)
}

/// Becomes `program`. Returns only when that failed.
pub(crate) fn execute(program: &CString, arguments: &[CString], environment: &[CString]) -> io::Error {
    let pointers = |texts: &[CString]| -> Vec<*const libc::c_char> {
        texts.iter().map(|text| text.as_ptr()).chain(std::iter::once(std::ptr::null())).collect()
    };
    let (arguments, environment) = (pointers(arguments), pointers(environment));
    // SAFETY: both lists end with a null pointer, and what they point to lives until the call returns.
    unsafe { libc::execve(program.as_ptr(), arguments.as_ptr(), environment.as_ptr()) };
    io::Error::last_os_error()
}

fn checked(returned: libc::c_long) -> io::Result<()> {
    if returned < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
