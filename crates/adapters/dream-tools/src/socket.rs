//! The Unix socket of a conversation: open to its owner alone from its first moment, and gone with it.

use dream_ports::ToolError;
use rustix::fs::{AtFlags, Mode, OFlags};
use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType};
use std::io;
use std::os::fd::{AsRawFd as _, OwnedFd};
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};
use tokio::net::UnixListener;

/// Connections that wait to be taken.
const BACKLOG: i32 = 16;

/// A socket file; removed when this is dropped.
#[derive(Debug)]
pub(crate) struct SocketFile(PathBuf);

impl Drop for SocketFile {
    fn drop(&mut self) {
        // Gone already when the workspace was removed before the conversation ended.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Listens at `path`, where an earlier life of the server may have left a socket.
pub(crate) fn listen(path: &Path) -> Result<(UnixListener, SocketFile), ToolError> {
    let failed = |source: io::Error| ToolError::Socket { path: path.to_owned(), source };
    bound(path).map(|listener| (listener, SocketFile(path.to_owned()))).map_err(failed)
}

fn bound(path: &Path) -> io::Result<UnixListener> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"));
    };
    remove_stale(path)?;
    // The address of a socket has 107 bytes at most; seen from its folder it is always short.
    let folder = rustix::fs::open(folder, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
    let near = Path::new("/proc/self/fd").join(folder.as_raw_fd().to_string()).join(name);
    let socket = rustix::net::socket_with(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC | SocketFlags::NONBLOCK, None)?;
    // Before it has a name, so that there is no moment in which others could connect.
    rustix::fs::fchmod(&socket, Mode::RUSR | Mode::WUSR)?;
    rustix::net::bind(&socket, &SocketAddrUnix::new(&near)?)?;
    give_to_owner_of(&folder, name)?;
    rustix::net::listen(&socket, BACKLOG)?;
    UnixListener::from_std(std::os::unix::net::UnixListener::from(socket))
}

/// Where the server is root, its agents are not: the socket belongs to whom its folder belongs.
fn give_to_owner_of(folder: &OwnedFd, name: &std::ffi::OsStr) -> io::Result<()> {
    let owner = rustix::fs::fstat(folder)?;
    if rustix::process::geteuid().is_root() && owner.st_uid != 0 {
        let (user, group) = (rustix::fs::Uid::from_raw(owner.st_uid), rustix::fs::Gid::from_raw(owner.st_gid));
        rustix::fs::chownat(folder, name, Some(user), Some(group), AtFlags::SYMLINK_NOFOLLOW)?;
    }
    Ok(())
}

/// Removes a socket that is left; anything else there is somebody's, and stays.
fn remove_stale(path: &Path) -> io::Result<()> {
    match std::fs::symlink_metadata(path) {
        Ok(found) if found.file_type().is_socket() => std::fs::remove_file(path),
        Ok(found) => {
            let why = format!("something else than a socket is there already (mode {:o}); remove it", found.mode());
            Err(io::Error::new(io::ErrorKind::AlreadyExists, why))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_socket_is_its_owners_alone_and_goes_with_the_conversation() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mcp.sock");
        let (_listener, file) = listen(&path).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        drop(file);
        assert!(!path.exists());
    }

    #[tokio::test]
    async fn a_socket_that_was_left_is_replaced_and_anything_else_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mcp.sock");
        let (_left, file) = listen(&path).unwrap();
        std::mem::forget(file);
        let (_listener, _file) = listen(&path).unwrap();
        let other = folder.path().join("notes");
        std::fs::write(&other, "kept").unwrap();
        assert_eq!(listen(&other).unwrap_err().code(), "tool_socket");
        assert_eq!(std::fs::read_to_string(&other).unwrap(), "kept");
    }

    #[tokio::test]
    async fn a_deep_folder_is_no_hindrance() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("d".repeat(120));
        std::fs::create_dir(&deep).unwrap();
        let path = deep.join("mcp.sock");
        let (_listener, _file) = listen(&path).unwrap();
        assert!(path.exists());
    }
}
