//! Putting a filter of system calls over this process.
#![expect(unsafe_code, reason = "system calls; each says why it is sound")]

use std::io;
use std::os::fd::{FromRawFd, OwnedFd};

/// One instruction of a filter program.
pub(crate) type Instruction = libc::sock_filter;

/// Puts `program` over this process and all that comes from it; with `listen`, gives the descriptor on which calls to be decided arrive.
/// Needs `no_new_privs`.
pub(crate) fn install_filter(program: &mut [Instruction], listen: bool) -> io::Result<Option<OwnedFd>> {
    let length = u16::try_from(program.len()).map_err(|_| io::Error::other("the filter of system calls is too long"))?;
    let program = libc::sock_fprog { len: length, filter: program.as_mut_ptr() };
    let flags = if listen { libc::SECCOMP_FILTER_FLAG_NEW_LISTENER } else { 0 };
    // SAFETY: `program` points to `len` instructions that live through the call; the kernel checks and copies them.
    let returned = unsafe { libc::syscall(libc::SYS_seccomp, libc::SECCOMP_SET_MODE_FILTER, flags, &raw const program) };
    if returned < 0 {
        return Err(io::Error::last_os_error());
    }
    if !listen {
        return Ok(None);
    }
    let descriptor = i32::try_from(returned).map_err(io::Error::other)?;
    // SAFETY: with NEW_LISTENER the call returns a new descriptor that nobody else owns.
    Ok(Some(unsafe { OwnedFd::from_raw_fd(descriptor) }))
}
