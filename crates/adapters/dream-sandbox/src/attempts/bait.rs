//! What is laid out for the attempts: files, sockets and a port that must stay out of reach.

use super::{Attempt, Bait, Outcome};
use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::net::TcpListener;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::os::unix::net::{SocketAddr, UnixListener};
use std::path::PathBuf;

/// The layout; removed when dropped.
pub struct BaitLayout {
    /// What those inside are told.
    pub bait: Bait,
    top: PathBuf,
    /// Whoever connects is taken by the kernel: nobody needs to accept.
    _listeners: (TcpListener, UnixListener, UnixListener),
}

impl BaitLayout {
    /// Lays it out, below the temporary folder.
    pub fn lay() -> io::Result<Self> {
        let process = std::process::id();
        let (top, number) = Self::top(process)?;
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
        let abstract_name = format!("dreamos-self-test-{process}-{number}");
        let hidden = UnixListener::bind_addr(&SocketAddr::from_abstract_name(&abstract_name)?)?;
        let bait = Bait { folder, abstract_name, port, process, workspace };
        Ok(Self { bait, top, _listeners: (tcp, unix, hidden) })
    }

    /// What those inside claim, and what they left where they must not.
    pub fn judge(&self, attempt: Attempt) -> Attempt {
        let left = attempt.name == super::files::LEAVE_BESIDE && self.top.join(super::files::BESIDE).exists();
        if left { Attempt { outcome: Outcome::Escaped("a file was left beside the workspace".to_owned()), ..attempt } } else { attempt }
    }

    /// A folder that was not there before: a server that was killed may have left its own.
    fn top(process: u32) -> io::Result<(PathBuf, u32)> {
        let base = std::env::temp_dir().canonicalize()?;
        for number in 0..1000 {
            let top = base.join(format!("dreamos-self-test-{process}-{number}"));
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
            tracing::warn!(path = %self.top.display(), error = %error, "the self-test's folder could not be removed");
        }
    }
}
