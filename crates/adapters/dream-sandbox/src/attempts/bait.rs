//! What is laid out for the attempts: files, sockets and a port that must stay out of reach. What a killed server left of it goes when the
//! next layout is laid.

use super::{Attempt, Bait, Outcome};
use std::fs::{self, DirBuilder, File, Permissions};
use std::io;
use std::net::TcpListener;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::os::unix::net::{SocketAddr, UnixListener};
use std::path::{Path, PathBuf};

/// What the folders' names begin with; the process and a number follow.
const NAME: &str = "dreamos-self-test-";

/// The layout; removed when dropped.
pub struct BaitLayout {
    /// What those inside are told.
    pub bait: Bait,
    top: PathBuf,
    /// Held as long as the layout is needed, for those who see this process under no number or another one.
    _needed: File,
    /// Whoever connects is taken by the kernel: nobody needs to accept.
    _listeners: (TcpListener, UnixListener, UnixListener),
}

impl BaitLayout {
    /// Lays it out, below the temporary folder.
    pub fn lay() -> io::Result<Self> {
        let process = std::process::id();
        let base = std::env::temp_dir().canonicalize()?;
        sweep(&base)?;
        let (top, number) = Self::top(&base, process)?;
        let needed = File::open(&top)?;
        needed.try_lock()?;
        let (folder, workspace) = (top.join("bait"), top.join("workspace"));
        for path in [&folder, &workspace] {
            fs::create_dir(path)?;
            // Open to everybody, so that nothing but the sandbox is in the way.
            fs::set_permissions(path, Permissions::from_mode(0o755))?;
        }
        fs::set_permissions(&top, Permissions::from_mode(0o755))?;
        fs::write(folder.join("secret"), "secret")?;
        fs::set_permissions(folder.join("secret"), Permissions::from_mode(0o666))?;
        let tcp = TcpListener::bind("127.0.0.1:0")?;
        let port = tcp.local_addr()?.port();
        let unix = UnixListener::bind(folder.join("socket"))?;
        fs::set_permissions(folder.join("socket"), Permissions::from_mode(0o777))?;
        let abstract_name = format!("{NAME}{process}-{number}");
        let hidden = UnixListener::bind_addr(&SocketAddr::from_abstract_name(&abstract_name)?)?;
        let bait = Bait { folder, abstract_name, port, process, workspace };
        Ok(Self { bait, top, _needed: needed, _listeners: (tcp, unix, hidden) })
    }

    /// What those inside claim, and what they left where they must not.
    pub fn judge(&self, attempt: Attempt) -> Attempt {
        let left = attempt.name == super::files::LEAVE_BESIDE && self.top.join(super::files::BESIDE).exists();
        if left { Attempt { outcome: Outcome::Escaped("a file was left beside the workspace".to_owned()), ..attempt } } else { attempt }
    }

    /// A folder that was not there before.
    fn top(base: &Path, process: u32) -> io::Result<(PathBuf, u32)> {
        for number in 0..1000 {
            let top = base.join(format!("{NAME}{process}-{number}"));
            match DirBuilder::new().mode(0o755).create(&top) {
                Ok(()) => return Ok((top, number)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

impl Drop for BaitLayout {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.top) {
            tracing::warn!(path = %self.top.display(), error = %error, "the self-test's folder could not be removed; the next start tries again");
        }
    }
}

/// Removes the layouts in `base` whose process is over. What cannot be removed is left: somebody else's, or a file system's fault.
fn sweep(base: &Path) -> io::Result<()> {
    for entry in fs::read_dir(base)? {
        let Ok(entry) = entry else { continue };
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.strip_prefix(NAME)?.split_once('-')?.0.parse::<u32>().ok());
        if process.is_some_and(|process| !Path::new("/proc").join(process.to_string()).exists()) && is_left(&entry.path()) {
            let removed = fs::remove_dir_all(entry.path());
            tracing::debug!(path = %entry.path().display(), removed = removed.is_ok(), "a folder of an earlier self-test");
        }
    }
    Ok(())
}

/// Whether it is a folder of this user's that nobody needs any more.
fn is_left(top: &Path) -> bool {
    let ours = fs::symlink_metadata(top).is_ok_and(|about| about.is_dir() && about.uid() == rustix::process::geteuid().as_raw());
    ours && File::open(top).is_ok_and(|folder| folder.try_lock().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_process_left_that_is_over_is_swept() {
        let base = tempfile::tempdir().unwrap();
        let make = |name: &str| {
            let path = base.path().join(name);
            fs::create_dir_all(path.join("bait")).unwrap();
            path
        };
        // No process has such a number: it is above the largest that Linux gives.
        let (over, needed) = (make("dreamos-self-test-4194305-0"), make("dreamos-self-test-4194306-0"));
        let (own, other) = (make(&format!("dreamos-self-test-{}-0", std::process::id())), make("dreamos-self-test-x-0"));
        let lock = File::open(&needed).unwrap();
        lock.try_lock().unwrap();
        std::os::unix::fs::symlink(&own, base.path().join("dreamos-self-test-4194307-0")).unwrap();
        sweep(base.path()).unwrap();
        assert!(!over.exists(), "a killed server's folder is removed");
        assert!([needed, own, other].iter().all(|path| path.join("bait").exists()), "what is in use stays, and what is somebody else's");
    }
}
