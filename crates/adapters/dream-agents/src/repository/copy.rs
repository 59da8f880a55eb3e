//! From the files of a commit to a working copy in an agent's folder, written from one open folder to the next: whatever the agent does
//! there meanwhile, no link is followed and nothing is written over.

use dream_ports::{RepositoryBase, RepositoryFault, WorkingCopy};
use rustix::fs::{AtFlags, Mode, OFlags, chownat, fchmod, fchown, fstat, mkdirat, openat, symlinkat};
use rustix::process::{Gid, Uid, geteuid};
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Write as _};
use std::os::fd::{AsRawFd as _, OwnedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// Git's own folder.
const GIT: &str = ".git";
/// What a copy has of its own, or is nobody else's business.
const NOT_COPIED: &[&str] = &["HEAD", "ORIG_HEAD", "FETCH_HEAD", "config", "description", "hooks", "info", "logs", "branches"];

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// Whom the copy belongs to, where that is not this process.
type Owner = Option<(Uid, Gid)>;

/// Copies `base` to where `copy` says.
pub(super) fn copy(base: &RepositoryBase, copy: &WorkingCopy) -> Result<(), RepositoryFault> {
    let place = copy.folder.join(&copy.name);
    into(base, copy).map_err(|source| RepositoryFault::failed("writing", &place, source))
}

fn into(base: &RepositoryBase, copy: &WorkingCopy) -> io::Result<()> {
    let folder = rustix::fs::open(&copy.folder, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
    let found = fstat(&folder)?;
    let other = found.st_uid != geteuid().as_raw();
    let owner = other.then(|| (Uid::from_raw(found.st_uid), Gid::from_raw(found.st_gid)));
    let root = make_folder(&folder, copy.name.as_ref(), owner)?;
    copy_entries(&base.files, &root, owner, &[GIT])?;
    let git = make_folder(&root, GIT.as_ref(), owner)?;
    let from = base.files.join(GIT);
    copy_entries(&from, &git, owner, NOT_COPIED)?;
    own_state(base, copy, &git, owner)
}

/// The copy's branch, and the little configuration that it needs.
fn own_state(base: &RepositoryBase, copy: &WorkingCopy, git: &OwnedFd, owner: Owner) -> io::Result<()> {
    let mut configuration = std::fs::read(base.files.join(GIT).join("config"))?;
    // The base has no other section of a user: it was made by us.
    configuration.extend_from_slice(format!("[user]\n\tname = {0}\n\temail = {0}@agents.invalid\n", copy.author).as_bytes());
    write_file(git, "config".as_ref(), &configuration, owner)?;
    write_file(git, "HEAD".as_ref(), format!("ref: refs/heads/{}\n", copy.branch).as_bytes(), owner)?;
    let mut parent = openat(git, "refs", FOLDER, Mode::empty())?;
    let (folders, name) = copy.branch.rsplit_once('/').unwrap_or(("", &copy.branch));
    for part in ["heads"].into_iter().chain(folders.split('/').filter(|part| !part.is_empty())) {
        parent = make_folder(&parent, part.as_ref(), owner)?;
    }
    write_file(&parent, name.as_ref(), format!("{}\n", base.commit).as_bytes(), owner)
}

/// Copies what is in the folder `from`, but for `left_out`, and in git's `refs` for the branches: those are the copy's own.
fn copy_entries(from: &Path, to: &OwnedFd, owner: Owner, left_out: &[&str]) -> io::Result<()> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let (name, path) = (entry.file_name(), entry.path());
        if left_out.iter().any(|left_out| *name == **left_out) {
            continue;
        }
        let kind = entry.file_type()?;
        if kind.is_dir() {
            let left_out: &[&str] = if from.ends_with(GIT) && name == "refs" { &["heads"] } else { &[] };
            copy_entries(&path, &make_folder(to, &name, owner)?, owner, left_out)?;
        } else if kind.is_symlink() {
            symlinkat(std::fs::read_link(&path)?, to, name.as_os_str())?;
            if let Some((user, group)) = owner {
                chownat(to, name.as_os_str(), Some(user), Some(group), AtFlags::SYMLINK_NOFOLLOW)?;
            }
        } else {
            let mut read = File::open(&path)?;
            let runs = read.metadata()?.permissions().mode() & 0o100 != 0;
            let mut written = make_file(to, &name)?;
            io::copy(&mut read, &mut written)?;
            give(&written, owner, if runs { 0o755 } else { 0o644 })?;
        }
    }
    Ok(())
}

fn make_folder(parent: &OwnedFd, name: &OsStr, owner: Owner) -> io::Result<OwnedFd> {
    mkdirat(parent, name, Mode::from_raw_mode(0o755))?;
    // Whatever the server's own mask, which may keep even the server from opening it; what is there is held, so that nothing that takes
    // its place is changed.
    let held = openat(parent, name, OFlags::PATH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty())?;
    rustix::fs::chmod(format!("/proc/self/fd/{}", held.as_raw_fd()), Mode::from_raw_mode(0o755))?;
    let opened = openat(parent, name, FOLDER, Mode::empty())?;
    if let Some((user, group)) = owner {
        fchown(&opened, Some(user), Some(group))?;
    }
    Ok(opened)
}

fn make_file(folder: &OwnedFd, name: &OsStr) -> io::Result<File> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    Ok(File::from(openat(folder, name.as_bytes(), flags, Mode::from_raw_mode(0o600))?))
}

fn write_file(folder: &OwnedFd, name: &OsStr, bytes: &[u8], owner: Owner) -> io::Result<()> {
    let mut file = make_file(folder, name)?;
    file.write_all(bytes)?;
    give(&file, owner, 0o644)
}

fn give(file: &File, owner: Owner, mode: u32) -> io::Result<()> {
    fchmod(file, Mode::from_raw_mode(mode))?;
    if let Some((user, group)) = owner {
        fchown(file, Some(user), Some(group))?;
    }
    Ok(())
}
