//! Calls that the kernel asks the monitor about, where the host's network and files are still around the command. It connects in the command's
//! place: the monitor makes the connection itself, to the address it looked at, so that the command cannot change it in between.

use super::metadata::Change;
use crate::sys::{self, Notified};
use crate::user::passage_group;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{FileType, Mode, OFlags, fcntl_getfl, fcntl_setfl, fstat, open};
use rustix::io::Errno;
use rustix::net::{Ipv4Addr, SocketAddrUnix, SocketAddrV4, connect, sockopt};
use rustix::process::{Gid, Pid, PidfdFlags, PidfdGetfdFlags, Uid, pidfd_getfd, pidfd_open};
use rustix::thread::{set_thread_groups, set_thread_res_gid, set_thread_res_uid};
use std::fs::{self, File};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// The longest address there is.
const ADDRESS_BYTES: usize = 128;
/// How long a connection on this machine may take.
const PATIENCE: Timespec = Timespec { tv_sec: 1, tv_nsec: 0 };

/// What decides about the connections of one command.
pub(super) struct Connections {
    /// Where the kernel asks.
    pub(super) listener: OwnedFd,
    /// The folders whose sockets it may connect to.
    pub(super) folders: Vec<PathBuf>,
    /// The folders whose files it may change.
    pub(super) writable: Vec<PathBuf>,
    /// The port of the egress proxy on the loopback interface.
    pub(super) proxy: Option<u16>,
    /// The command's user, where it is not this process's.
    pub(super) user: Option<u32>,
}

impl AsFd for Connections {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.listener.as_fd()
    }
}

impl Connections {
    /// Answers the next question.
    pub(super) fn decide(&self) {
        // The caller may have been ended meanwhile, before or after its question was read: then nobody waits for the answer.
        let Ok(asked) = sys::receive(self.as_fd()) else { return };
        let errno = as_user(self.user, || self.act(&asked)).err().map(Errno::raw_os_error);
        let _ = sys::answer(self, asked.id, errno);
    }

    fn act(&self, asked: &Notified) -> Result<(), Errno> {
        let memory = File::open(format!("/proc/{}/mem", asked.thread)).map_err(|_| Errno::PERM)?;
        match Change::of(asked, &memory)? {
            Some(change) => change.make(&self.writable, || sys::still_waiting(self.as_fd(), asked.id)),
            None => self.connect(asked, &memory),
        }
    }

    fn connect(&self, asked: &Notified, memory: &File) -> Result<(), Errno> {
        let [descriptor, at, length, ..] = asked.arguments;
        let length = usize::try_from(length).ok().filter(|length| *length <= ADDRESS_BYTES).ok_or(Errno::INVAL)?;
        let mut address = vec![0; length];
        memory.read_exact_at(&mut address, at).map_err(|_| Errno::FAULT)?;
        let socket = self.socket(asked, descriptor)?;
        match address.split_first_chunk::<2>().map(|(family, rest)| (i32::from(u16::from_ne_bytes(*family)), rest)) {
            Some((libc::AF_UNIX, path)) => self.connect_unix(asked, &socket, path),
            Some((libc::AF_INET, [high, low, 127, 0, 0, 1, ..])) if Some(u16::from_be_bytes([*high, *low])) == self.proxy => {
                let proxy = SocketAddrV4::new(Ipv4Addr::LOCALHOST, u16::from_be_bytes([*high, *low]));
                patiently(&socket, || connect(&socket, &proxy))
            }
            _ => Err(Errno::ACCESS),
        }
    }

    /// The caller's socket, as a descriptor of ours.
    fn socket(&self, asked: &Notified, descriptor: u64) -> Result<OwnedFd, Errno> {
        let process = process_of(asked.thread).ok_or(Errno::SRCH)?;
        let handle = pidfd_open(process, PidfdFlags::empty())?;
        let number = RawFd::try_from(descriptor).map_err(|_| Errno::BADF)?;
        let socket = pidfd_getfd(&handle, number, PidfdGetfdFlags::empty())?;
        // Only now it is certain that all of it was the caller's and not a later process's of the same number.
        if sys::still_waiting(self.as_fd(), asked.id) { Ok(socket) } else { Err(Errno::SRCH) }
    }

    fn connect_unix(&self, asked: &Notified, socket: &OwnedFd, path: &[u8]) -> Result<(), Errno> {
        let path = path.split(|byte| *byte == 0).next().filter(|path| !path.is_empty()).ok_or(Errno::ACCESS)?;
        let path = Path::new(std::ffi::OsStr::from_bytes(path));
        let path = Path::new("/proc").join(asked.thread.to_string()).join("cwd").join(path);
        let target = open(&path, OFlags::PATH | OFlags::CLOEXEC, Mode::empty())?;
        // The descriptor is the file, wherever links led: its own path decides, and it is what is connected to.
        let held = PathBuf::from(format!("/proc/self/fd/{}", target.as_raw_fd()));
        let place = fs::read_link(&held).map_err(|_| Errno::ACCESS)?;
        let is_socket = FileType::from_raw_mode(fstat(&target)?.st_mode) == FileType::Socket;
        if !is_socket || !self.folders.iter().any(|folder| place.starts_with(folder)) {
            return Err(Errno::ACCESS);
        }
        let address = SocketAddrUnix::new(&held)?;
        patiently(socket, || connect(socket, &address))
    }
}

/// Acts as the command's user: then the kernel lets this process look into the command without a capability for it, which containers do not
/// give, and a connection is made with the command's rights and no more.
fn as_user<T>(user: Option<u32>, act: impl FnOnce() -> T) -> T {
    let Some(user) = user else { return act() };
    let became = leave_root(user);
    let outcome = act();
    if became.is_ok() && return_to_root().is_err() {
        // A monitor without its rights cannot end its command any more; when it ends itself, the kernel ends the command.
        std::process::exit(1);
    }
    outcome
}

/// Root stays the saved one, to return to. The real one changes too: by it the kernel decides who may take a descriptor.
fn leave_root(user: u32) -> Result<(), Errno> {
    let (uid, gid) = (Uid::from_raw(user), Gid::from_raw(user));
    // The command's own way to its folder leads through folders that are open to this group alone.
    set_thread_groups(&[Gid::from_raw(passage_group(user))])?;
    set_thread_res_gid(gid, gid, Gid::ROOT)?;
    set_thread_res_uid(uid, uid, Uid::ROOT)
}

fn return_to_root() -> Result<(), Errno> {
    set_thread_res_uid(Uid::ROOT, Uid::ROOT, Uid::ROOT)?;
    set_thread_res_gid(Gid::ROOT, Gid::ROOT, Gid::ROOT)?;
    set_thread_groups(&[Gid::ROOT])
}

/// Connects without ever waiting long: this process has more to do.
fn patiently(socket: &OwnedFd, connect: impl Fn() -> Result<(), Errno>) -> Result<(), Errno> {
    let flags = fcntl_getfl(socket)?;
    if flags.contains(OFlags::NONBLOCK) {
        return connect();
    }
    fcntl_setfl(socket, flags | OFlags::NONBLOCK)?;
    let outcome = match connect() {
        Err(Errno::INPROGRESS) => finished(socket),
        outcome => outcome,
    };
    fcntl_setfl(socket, flags)?;
    outcome
}

fn finished(socket: &OwnedFd) -> Result<(), Errno> {
    if poll(&mut [PollFd::new(socket, PollFlags::OUT)], Some(&PATIENCE))? == 0 {
        return Err(Errno::TIMEDOUT);
    }
    sockopt::socket_error(socket)?
}

/// The process of a thread.
fn process_of(thread: u32) -> Option<Pid> {
    let status = fs::read_to_string(format!("/proc/{thread}/status")).ok()?;
    let number = status.lines().find_map(|line| line.strip_prefix("Tgid:"))?;
    Pid::from_raw(number.trim().parse().ok()?)
}
