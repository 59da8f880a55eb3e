//! The data folder: one server at a time, and `run.json`, by which clients on this machine find it.

use crate::error::CliError;
use crate::private;
use crate::run_file::{CLAIM, RunFile};
use dream_app::App;
use dream_app::logs::ServerName;
use dream_secret::Secret;
use rustix::fs::{FlockOperation, flock};
use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// The file with the folder's own name.
const ID: &str = "folder-id";

/// A data folder that is ours as long as this lives.
pub(crate) struct DataFolder {
    path: PathBuf,
    lock: File,
}

impl DataFolder {
    /// Makes the folder if it is missing, for our eyes alone, and claims it.
    pub(crate) fn claim(path: &Path) -> Result<Self, CliError> {
        let io = |doing: &str| {
            let doing = format!("{doing} {}", path.display());
            move |source| CliError::Io { doing, source }
        };
        if path.exists() && !path.is_dir() {
            return Err(CliError::usage(format!("{} is no folder", path.display()), "name a folder with --data; a missing one is made"));
        }
        private::keep_what_is_made();
        DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(io("making"))?;
        private::check(path)?;
        let lock = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path.join(CLAIM));
        let mut lock = lock.map_err(io("claiming"))?;
        if flock(&lock, FlockOperation::NonBlockingLockExclusive).is_err() {
            let mut pid = String::new();
            // Who holds it is only told if it can be read.
            let _ = lock.read_to_string(&mut pid);
            let who = if pid.trim().is_empty() { String::new() } else { format!(" (process {})", pid.trim()) };
            return Err(CliError::Refused {
                code: "folder_in_use",
                what: format!("another server{who} runs on {}", path.display()),
                hint: "use that one, stop it first, or name another folder with --data".to_owned(),
            });
        }
        private::make_private(path)?;
        lock.set_len(0).and_then(|()| write!(lock, "{}", std::process::id())).map_err(io("claiming"))?;
        let folder = Self { path: path.to_path_buf(), lock };
        folder.withdraw();
        Ok(folder)
    }

    /// The folder's own name among all that were ever made: kept in it.
    pub(super) fn name(&self, app: &App) -> Result<String, CliError> {
        if let Some(name) = self.given_name()? {
            return Ok(name);
        }
        let (name, path) = (app.store.new_id::<dream_id::EventId>().to_string(), self.path.join(ID));
        std::fs::write(&path, &name).map_err(|source| CliError::Io { doing: format!("writing {}", path.display()), source })?;
        Ok(name)
    }

    /// That name, if a server ever gave it one.
    pub(crate) fn given_name(&self) -> Result<Option<String>, CliError> {
        let path = self.path.join(ID);
        match std::fs::read_to_string(&path) {
            Ok(name) => Ok(Some(name.trim().to_owned()).filter(|name| !name.is_empty())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(CliError::Io { doing: format!("reading {}", path.display()), source }),
        }
    }

    /// This server's name among all that share a database: the same after a restart on this folder, so that what it held before it was killed
    /// is its own again at once. It names the lock itself, by the machine's present boot and the file, and the folder by its id: whoever has
    /// the name holds that lock, and so knows that an earlier holder of the name is gone. A copy of the folder has another name, as it is
    /// another file; so has the folder on a machine that was started again, and on a clone of a machine where the folder was made after the
    /// cloning. A new one at every start where the machine does not tell its boots apart.
    ///
    /// Not told apart are machines that go on from one snapshot of a running machine with its memory, in which this folder was there already:
    /// everything in them is equal, a server's own memory too. Only one of them may run on the shared database.
    pub(super) fn holder(&self, app: &App) -> Result<String, CliError> {
        let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
        match self.lock.metadata() {
            Ok(lock) if !boot.trim().is_empty() => Ok(holder_of(boot.trim(), (lock.dev(), lock.ino()), &self.name(app)?)),
            _ => Ok(app.store.new_id::<dream_id::EventId>().to_string()),
        }
    }

    /// What this server is called in words: by its folder and its machine.
    pub(super) fn server_name(&self, app: &App) -> Result<ServerName, CliError> {
        let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
        let host = if host.trim().is_empty() { "another machine".to_owned() } else { host.trim().to_owned() };
        Ok(ServerName { name: self.name(app)?, host })
    }

    /// Writes `run.json`, whole or not at all, readable by its owner alone.
    pub(super) fn announce(&self, url: &str, certificate: Option<&str>, token: &Secret) -> Result<(), CliError> {
        let path = RunFile::path(&self.path);
        let io = |source| CliError::Io { doing: format!("writing {}", path.display()), source };
        let text =
            serde_json::json!({ "url": url, "certificate": certificate, "token": token.expose(), "pid": std::process::id() }).to_string();
        let temporary = self.path.join(".run.json");
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&temporary).map_err(io)?;
        file.set_permissions(Permissions::from_mode(0o600)).map_err(io)?;
        file.write_all(text.as_bytes()).map_err(io)?;
        std::fs::rename(&temporary, &path).map_err(io)
    }

    /// Removes `run.json`: its token is revoked at the next start anyway.
    pub(super) fn withdraw(&self) {
        let path = RunFile::path(&self.path);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                tracing::warn!(path = %path.display(), %error, "run.json of this or an earlier start could not be removed");
            }
            _ => {}
        }
    }
}

/// The name of whoever holds the lock `file` (its device and its number there) of the folder `folder` in the boot `boot`.
fn holder_of(boot: &str, (device, number): (u64, u64), folder: &str) -> String {
    format!("{boot}/{device:x}/{number:x}/{folder}")
}

#[cfg(test)]
mod tests {
    use super::holder_of;

    #[test]
    fn a_holder_is_told_from_another_by_its_boot_its_lock_and_its_folder() {
        let held = holder_of("boot", (1, 17), "evt_1");
        assert_eq!(held, "boot/1/11/evt_1");
        let others = [("other", (1, 17), "evt_1"), ("boot", (2, 17), "evt_1"), ("boot", (1, 18), "evt_1"), ("boot", (1, 17), "evt_2")];
        for (boot, lock, folder) in others {
            assert_ne!(held, holder_of(boot, lock, folder), "as on clones of a machine");
        }
    }
}
