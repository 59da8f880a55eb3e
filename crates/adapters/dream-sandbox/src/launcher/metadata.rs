//! Changing the modes and times of files in the command's place, where its files are the host's: Landlock decides about opening files, and not
//! about these, so that only a look at the file itself keeps them within the command's own folders.

use crate::seccomp::FCHMODAT2;
use crate::sys::Notified;
use rustix::fs::{AtFlags, Mode, OFlags, Timespec, Timestamps, chmod, open, utimensat};
use rustix::io::Errno;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// The longest path there is.
const PATH_BYTES: usize = 4096;
const PAGE: u64 = 4096;

/// A change that a command asks for.
pub(super) struct Change {
    file: PathBuf,
    follow: bool,
    what: What,
}

enum What {
    Mode(Mode),
    Times(Timestamps),
}

impl Change {
    /// The change that `asked` is; `None` when it is another call.
    pub(super) fn of(asked: &Notified, memory: &File) -> Result<Option<Self>, Errno> {
        let [first, second, third, fourth, ..] = asked.arguments;
        let here = libc::AT_FDCWD.cast_unsigned().into();
        let named = |at: u64, path: u64, flags: u64| file(asked, memory, at, path, flags);
        let (file, flags, what) = match asked.call {
            #[cfg(target_arch = "x86_64")]
            libc::SYS_chmod => (named(here, first, 0)?, 0, What::Mode(mode(second)?)),
            libc::SYS_fchmod => (named(first, 0, 0)?, 0, What::Mode(mode(second)?)),
            libc::SYS_fchmodat => (named(first, second, 0)?, 0, What::Mode(mode(third)?)),
            FCHMODAT2 => (named(first, second, fourth)?, fourth, What::Mode(mode(third)?)),
            libc::SYS_utimensat => (named(first, second, fourth)?, fourth, What::Times(times(memory, third)?)),
            _ => return Ok(None),
        };
        Ok(Some(Self { file, follow: !has(flags, AtFlags::SYMLINK_NOFOLLOW), what }))
    }

    /// Makes it, if the file is in one of the folders `writable`; `still_asked` is looked at right before.
    pub(super) fn make(&self, writable: &[PathBuf], still_asked: impl Fn() -> bool) -> Result<(), Errno> {
        let flags = OFlags::PATH | OFlags::CLOEXEC | if self.follow { OFlags::empty() } else { OFlags::NOFOLLOW };
        let target = open(&self.file, flags, Mode::empty())?;
        // The descriptor is the file, wherever links led: its own path decides, and it is what is changed.
        let held = PathBuf::from(format!("/proc/self/fd/{}", target.as_raw_fd()));
        let place = fs::read_link(&held).map_err(|_| Errno::PERM)?;
        if !writable.iter().any(|folder| place.starts_with(folder)) {
            return Err(Errno::PERM);
        }
        if !still_asked() {
            return Err(Errno::SRCH);
        }
        match &self.what {
            What::Mode(mode) => chmod(&held, *mode),
            What::Times(times) => utimensat(&target, "", times, AtFlags::EMPTY_PATH),
        }
    }
}

/// A program that runs as the server's user for whoever starts it is never made.
fn mode(argument: u64) -> Result<Mode, Errno> {
    let mode = Mode::from_raw_mode(u32::try_from(argument & 0o7777).map_err(|_| Errno::INVAL)?);
    if mode.contains(Mode::SUID) { Err(Errno::PERM) } else { Ok(mode) }
}

/// Both times, or now where none are given.
fn times(memory: &File, at: u64) -> Result<Timestamps, Errno> {
    let now = Timespec { tv_sec: 0, tv_nsec: rustix::fs::UTIME_NOW };
    if at == 0 {
        return Ok(Timestamps { last_access: now, last_modification: now });
    }
    let mut bytes = [0; 32];
    memory.read_exact_at(&mut bytes, at).map_err(|_| Errno::FAULT)?;
    let (numbers, _) = bytes.as_chunks::<8>();
    let numbers: Vec<i64> = numbers.iter().map(|bytes| i64::from_ne_bytes(*bytes)).collect();
    let [accessed, accessed_part, modified, modified_part] = numbers[..] else { return Err(Errno::FAULT) };
    Ok(Timestamps {
        last_access: Timespec { tv_sec: accessed, tv_nsec: accessed_part },
        last_modification: Timespec { tv_sec: modified, tv_nsec: modified_part },
    })
}

/// The file that the caller names, as this process reaches it.
fn file(asked: &Notified, memory: &File, at: u64, path: u64, flags: u64) -> Result<PathBuf, Errno> {
    let own = Path::new("/proc").join(asked.thread.to_string());
    // A descriptor is a number of 32 bits, whatever stands above them.
    let descriptor = u32::try_from(at & u64::from(u32::MAX)).map_err(|_| Errno::BADF)?.cast_signed();
    let base = if descriptor == libc::AT_FDCWD { own.join("cwd") } else { own.join("fd").join(descriptor.to_string()) };
    if path == 0 {
        return Ok(base);
    }
    let text = text(memory, path)?;
    let path = Path::new(OsStr::from_bytes(&text));
    if text.is_empty() {
        return if has(flags, AtFlags::EMPTY_PATH) { Ok(base) } else { Err(Errno::NOENT) };
    }
    Ok(path.strip_prefix("/proc/self").map_or_else(|_| base.join(path), |rest| own.join(rest)))
}

fn has(flags: u64, flag: AtFlags) -> bool {
    flags & u64::from(flag.bits()) != 0
}

/// A text of the caller's: read page by page, since what follows it may not be there.
fn text(memory: &File, mut at: u64) -> Result<Vec<u8>, Errno> {
    let mut text = Vec::new();
    while text.len() < PATH_BYTES {
        let mut page = vec![0; usize::try_from(PAGE - at % PAGE).map_err(|_| Errno::FAULT)?];
        let read = memory.read_at(&mut page, at).map_err(|_| Errno::FAULT)?;
        page.truncate(read);
        if page.is_empty() {
            return Err(Errno::FAULT);
        }
        if let Some(end) = page.iter().position(|byte| *byte == 0) {
            page.truncate(end);
            text.append(&mut page);
            return Ok(text);
        }
        at = at.wrapping_add(u64::try_from(read).map_err(|_| Errno::FAULT)?);
        text.append(&mut page);
    }
    Err(Errno::NAMETOOLONG)
}
