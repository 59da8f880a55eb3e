//! Files beneath one folder, and no way out of it: no `..`, no link, no device, whatever an agent does to the folder meanwhile.

use rustix::fs::{FileType, Mode, OFlags, ResolveFlags, fstat, mkdirat, open, openat2};
use rustix::io::Errno;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::path::{Component, Path, PathBuf};

/// How far into a file lines are looked for, as a multiple of the largest text.
const SCANNED: u64 = 16;

/// Why a file was not read or written: told to the agent.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileError {
    /// It is no path of the folder.
    #[error("{0} is outside the folder of this conversation, or goes through a link: name a file below {1}")]
    Outside(PathBuf, PathBuf),
    /// There is none.
    #[error("{0} does not exist")]
    Missing(PathBuf),
    /// It is a folder, a pipe or a device.
    #[error("{0} is no file")]
    NoFile(PathBuf),
    /// It is no text.
    #[error("{0} is no text in UTF-8")]
    NoText(PathBuf),
    /// It is too much at once.
    #[error("{path} has more than {limit} bytes of what was asked for: ask for fewer lines at once")]
    Large {
        /// The file.
        path: PathBuf,
        /// The most, in bytes.
        limit: usize,
    },
    /// The host refused.
    #[error("{path} cannot be used: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the host said.
        source: std::io::Error,
    },
}

/// The lines that are read: from which, counted from 1, and how many.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Part {
    pub(crate) line: Option<u32>,
    pub(crate) limit: Option<u32>,
}

/// Reads a text of at most `most` bytes.
pub(crate) fn read(folder: &Path, path: &Path, part: Part, most: usize) -> Result<String, FileError> {
    let (root, below) = root(folder, path)?;
    let file = open_file(&root, &below, OFlags::RDONLY, Mode::empty()).map_err(|errno| told(folder, path, errno))?;
    let mut reader = BufReader::new(regular(file, path)?.take(u64::try_from(most).unwrap_or(u64::MAX).saturating_mul(SCANNED)));
    let io = |source| FileError::Io { path: path.to_owned(), source };
    let mut skipped = Vec::new();
    for _ in 1..part.line.unwrap_or(1) {
        skipped.clear();
        if reader.read_until(b'\n', &mut skipped).map_err(io)? == 0 {
            break;
        }
    }
    let mut text = Vec::new();
    match part.limit {
        None => drop(reader.take(u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1)).read_to_end(&mut text).map_err(io)?),
        Some(lines) => {
            for _ in 0..lines {
                if text.len() > most || reader.read_until(b'\n', &mut text).map_err(io)? == 0 {
                    break;
                }
            }
        }
    }
    if text.len() > most {
        return Err(FileError::Large { path: path.to_owned(), limit: most });
    }
    String::from_utf8(text).map_err(|_| FileError::NoText(path.to_owned()))
}

/// Writes a text: the file is made, and the folders above it, or else replaced.
pub(crate) fn write(folder: &Path, path: &Path, text: &str) -> Result<(), FileError> {
    let (root, below) = root(folder, path)?;
    let owner = fstat(&root).map_err(|errno| told(folder, path, errno))?;
    make_folders(&root, &below).map_err(|errno| told(folder, path, errno))?;
    let flags = OFlags::WRONLY | OFlags::CREATE;
    let file = open_file(&root, &below, flags, Mode::from_raw_mode(0o644)).map_err(|errno| told(folder, path, errno))?;
    let mut file = regular(file, path)?;
    let io = |source| FileError::Io { path: path.to_owned(), source };
    // Emptied only now that it is known to be a file.
    file.set_len(0).map_err(io)?;
    give(&file, owner.st_uid, owner.st_gid).map_err(io)?;
    file.write_all(text.as_bytes()).map_err(io)
}

/// The folder, and the path below it. Links in what leads to the folder are the operator's.
fn root(folder: &Path, path: &Path) -> Result<(OwnedFd, PathBuf), FileError> {
    let outside = || FileError::Outside(path.to_owned(), folder.to_owned());
    let below = if path.is_absolute() { path.strip_prefix(folder).map_err(|_| outside())? } else { path };
    let plain = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    if below.as_os_str().is_empty() || !below.components().all(plain) {
        return Err(outside());
    }
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let root = open(folder, flags, Mode::empty()).map_err(|errno| told(folder, path, errno))?;
    Ok((root, below.components().filter(|part| matches!(part, Component::Normal(_))).collect()))
}

/// Opens without following any link, and without waiting for whoever holds the other end of a pipe.
fn open_file(root: &OwnedFd, below: &Path, flags: OFlags, mode: Mode) -> Result<OwnedFd, Errno> {
    let flags = flags | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    openat2(root, below, flags, mode, ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS)
}

fn regular(file: OwnedFd, path: &Path) -> Result<File, FileError> {
    let stat = fstat(&file).map_err(|errno| FileError::Io { path: path.to_owned(), source: errno.into() })?;
    if FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile {
        Ok(File::from(file))
    } else {
        Err(FileError::NoFile(path.to_owned()))
    }
}

/// Makes the folders that lead to a file, and gives them to whom the root belongs.
fn make_folders(root: &OwnedFd, below: &Path) -> Result<(), Errno> {
    let Some(parent) = below.parent().filter(|parent| !parent.as_os_str().is_empty()) else { return Ok(()) };
    let owner = fstat(root)?;
    let flags = OFlags::RDONLY | OFlags::DIRECTORY;
    let mut above = rustix::io::dup(root)?;
    for part in parent.components() {
        let name: &Path = part.as_ref();
        match mkdirat(&above, name, Mode::from_raw_mode(0o755)) {
            Ok(()) => {
                let made = open_file(&above, name, flags, Mode::empty())?;
                give(&made, owner.st_uid, owner.st_gid).map_err(|error| Errno::from_io_error(&error).unwrap_or(Errno::IO))?;
                above = made;
            }
            Err(Errno::EXIST) => above = open_file(&above, name, flags, Mode::empty())?,
            Err(errno) => return Err(errno),
        }
    }
    Ok(())
}

/// A server that runs as root writes for agents that do not.
fn give(file: &impl std::os::fd::AsFd, user: u32, group: u32) -> std::io::Result<()> {
    let stat = fstat(file)?;
    if (stat.st_uid, stat.st_gid) == (user, group) {
        return Ok(());
    }
    std::os::unix::fs::fchown(file, Some(user), Some(group))
}

fn told(folder: &Path, path: &Path, errno: Errno) -> FileError {
    match errno {
        Errno::LOOP | Errno::XDEV => FileError::Outside(path.to_owned(), folder.to_owned()),
        Errno::NOENT | Errno::NOTDIR => FileError::Missing(path.to_owned()),
        Errno::ISDIR | Errno::NXIO => FileError::NoFile(path.to_owned()),
        errno => FileError::Io { path: path.to_owned(), source: errno.into() },
    }
}

#[cfg(test)]
mod tests;
