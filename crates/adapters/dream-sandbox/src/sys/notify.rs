//! Deciding single system calls of a confined process: what the kernel asks, and the answer.
#![expect(unsafe_code, reason = "system calls; each says why it is sound")]

use super::checked;
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};

/// A call that waits for an answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Notified {
    /// Its id.
    pub(crate) id: u64,
    /// Its number.
    pub(crate) call: libc::c_long,
    /// The thread that made it, as this process counts.
    pub(crate) thread: u32,
    /// Its arguments.
    pub(crate) arguments: [u64; 6],
}

/// Takes the next call from `listener`.
pub(crate) fn receive(listener: BorrowedFd<'_>) -> io::Result<Notified> {
    // SAFETY: every bit pattern of `seccomp_notif` is valid; the kernel demands zeroes.
    let mut asked: libc::seccomp_notif = unsafe { std::mem::zeroed() };
    // SAFETY: `asked` lives through the call and has the size that is part of the request's number.
    checked(libc::c_long::from(unsafe { libc::ioctl(listener.as_raw_fd(), libc::SECCOMP_IOCTL_NOTIF_RECV, &raw mut asked) }))?;
    Ok(Notified { id: asked.id, call: asked.data.nr.into(), thread: asked.pid, arguments: asked.data.args })
}

/// Whether the call `id` still waits: if so, the thread that made it has not ended, and its number means no other.
pub(crate) fn still_waiting(listener: BorrowedFd<'_>, id: u64) -> bool {
    // SAFETY: `id` lives through the call.
    unsafe { libc::ioctl(listener.as_raw_fd(), libc::SECCOMP_IOCTL_NOTIF_ID_VALID, &raw const id) == 0 }
}

/// Lets the call `id` return 0, or the error `errno`.
pub(crate) fn answer(listener: impl AsFd, id: u64, errno: Option<i32>) -> io::Result<()> {
    let reply = libc::seccomp_notif_resp { id, val: 0, error: -errno.unwrap_or_default(), flags: 0 };
    // SAFETY: `reply` lives through the call and has the size that is part of the request's number.
    checked(libc::c_long::from(unsafe { libc::ioctl(listener.as_fd().as_raw_fd(), libc::SECCOMP_IOCTL_NOTIF_SEND, &raw const reply) }))
}
