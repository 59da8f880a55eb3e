//! Signals of the monitor: read from a descriptor instead of handled, and put back before the command begins.
#![expect(unsafe_code, reason = "system calls; each says why it is sound")]

use super::checked;
use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd, FromRawFd, OwnedFd};

/// The signals that a monitor waits for.
const WATCHED: [libc::c_int; 4] = [libc::SIGCHLD, libc::SIGTERM, libc::SIGINT, libc::SIGHUP];

/// Where blocked signals are read.
pub(crate) struct SignalQueue(std::fs::File);

impl SignalQueue {
    /// Takes what has arrived: whether one of them asked to end.
    pub(crate) fn drain(&mut self) -> bool {
        let mut asked_to_end = false;
        let mut record = [0_u8; size_of::<libc::signalfd_siginfo>()];
        // The descriptor does not block: an error says that there are no more.
        while self.0.read_exact(&mut record).is_ok() {
            let signal = record.first_chunk::<4>().map(|bytes| u32::from_ne_bytes(*bytes));
            asked_to_end |= signal.is_some_and(|signal| i32::try_from(signal) != Ok(libc::SIGCHLD));
        }
        asked_to_end
    }
}

impl AsFd for SignalQueue {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

/// Blocks what a monitor waits for, and gives the descriptor where it arrives.
pub(crate) fn block_signals() -> io::Result<SignalQueue> {
    let set = signal_set(&WATCHED);
    // SAFETY: `set` is initialised; the old set is not asked for.
    checked(libc::c_long::from(unsafe { libc::sigprocmask(libc::SIG_SETMASK, &raw const set, std::ptr::null_mut()) }))?;
    // SAFETY: `set` is initialised; -1 asks for a new descriptor.
    let descriptor = unsafe { libc::signalfd(-1, &raw const set, libc::SFD_CLOEXEC | libc::SFD_NONBLOCK) };
    checked(libc::c_long::from(descriptor))?;
    // SAFETY: the descriptor is new and nobody else owns it.
    Ok(SignalQueue(unsafe { OwnedFd::from_raw_fd(descriptor) }.into()))
}

/// Unblocks every signal and gives each its default action, as a program expects to find them.
pub(crate) fn restore_signals() -> io::Result<()> {
    for signal in 1..=libc::SIGRTMAX() {
        // SAFETY: the default action runs no code of ours. Signals that cannot be set are refused, which changes nothing.
        unsafe { libc::signal(signal, libc::SIG_DFL) };
    }
    let set = signal_set(&[]);
    // SAFETY: `set` is initialised; the old set is not asked for.
    checked(libc::c_long::from(unsafe { libc::sigprocmask(libc::SIG_SETMASK, &raw const set, std::ptr::null_mut()) }))
}

fn signal_set(signals: &[libc::c_int]) -> libc::sigset_t {
    // SAFETY: every bit pattern of a set is a valid one, and `sigemptyset` initialises it whatever it was.
    let mut set: libc::sigset_t = unsafe { std::mem::zeroed() };
    // SAFETY: `set` is a valid set.
    unsafe { libc::sigemptyset(&raw mut set) };
    for signal in signals {
        // SAFETY: `set` is a valid set, and the numbers are signals.
        unsafe { libc::sigaddset(&raw mut set, *signal) };
    }
    set
}
