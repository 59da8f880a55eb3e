//! System calls made only to see them refused.
#![expect(unsafe_code, reason = "system calls; each says why it is sound")]

use super::Outcome;
use libc::c_long;
use std::io;

/// Makes a call with numbers for arguments. Held when the sandbox refused it; any other answer is an escape, a complaint about the arguments too:
/// then the call was let through.
pub(super) fn refused(call: c_long, arguments: [c_long; 5]) -> Outcome {
    let [first, second, third, fourth, fifth] = arguments;
    // SAFETY: callers pass numbers and null pointers only, so the kernel reads and writes no memory of this process.
    let returned = unsafe { libc::syscall(call, first, second, third, fourth, fifth) };
    if returned >= 0 {
        return Outcome::Escaped(format!("system call {call} returned {returned}"));
    }
    match io::Error::last_os_error().raw_os_error() {
        Some(libc::EPERM | libc::EACCES | libc::ENOSYS | libc::EAFNOSUPPORT) => Outcome::Held,
        error => Outcome::Escaped(format!("system call {call} was let through: error {error:?}")),
    }
}

/// Whether there is a descriptor of this number.
pub(super) fn is_open(number: i32) -> bool {
    // SAFETY: asks for flags alone; a number without a descriptor is an error.
    unsafe { libc::fcntl(number, libc::F_GETFD) >= 0 }
}

/// Runs `act` in a process of its own, and tells which signal ended that one.
pub(super) fn signal_of(act: fn()) -> io::Result<Option<i32>> {
    // SAFETY: this process has one thread, so the new one finds no lock held; it ends without returning.
    let child = unsafe { libc::fork() };
    if child == 0 {
        act();
        // SAFETY: ends the process at once.
        unsafe { libc::_exit(0) };
    }
    let mut status = 0;
    // SAFETY: `status` lives through the call.
    if child < 0 || unsafe { libc::waitpid(child, &raw mut status, 0) } < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(libc::WIFSIGNALED(status).then(|| libc::WTERMSIG(status)))
}

/// Makes a system call as programs of 32 bits do.
#[cfg(target_arch = "x86_64")]
pub(super) fn call_as_32_bits() {
    // SAFETY: call 20 of that kind is `getpid`, which touches no memory; `rax` returns its result.
    unsafe { std::arch::asm!("int 0x80", inout("eax") 20 => _) };
}

/// Makes a system call of the x32 kind.
#[cfg(target_arch = "x86_64")]
pub(super) fn call_as_x32() {
    // SAFETY: `getpid` touches no memory.
    unsafe { libc::syscall(0x4000_0000 | libc::SYS_getpid) };
}
