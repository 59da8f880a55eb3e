//! Emptying a folder in which agents wrote whatever they liked: folders that may not be entered, and ones that are deeper than any path.

use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, RenameFlags, fstat, open, openat, renameat_with, unlinkat};
use rustix::io::Errno;
use std::ffi::{CStr, CString};
use std::io;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::path::Path;

/// How many entries are removed at most: somebody who writes faster than this removes is not waited for.
const MOST: u64 = 50_000_000;
const OWN: Mode = Mode::RWXU;

/// Takes everything out of `folder`, which is made if it is missing. Links are removed, never followed. No depth of folders and no mode of
/// theirs is in the way.
///
/// # Errors
/// What the host says; one that goes on being written to while it is emptied.
pub fn clear(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    own(CWD, &name_of(folder)?)?;
    // An operator may have linked it to another disk; its parent is out of agents' reach.
    let root = open(folder, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
    let mut clearing = Clearing { root, moved: 0, left: MOST };
    loop {
        let names = names(&clearing.root)?;
        if names.is_empty() {
            return Ok(());
        }
        for name in names {
            clearing.remove(&name)?;
        }
    }
}

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// Folders in folders are moved up to the root and emptied there, so that never more than two are open and none is too deep.
struct Clearing {
    root: OwnedFd,
    moved: u64,
    left: u64,
}

impl Clearing {
    /// Removes an entry of the root; of a folder that holds folders, those are entries of the root afterwards.
    fn remove(&mut self, name: &CStr) -> io::Result<()> {
        self.count()?;
        if is_removed(unlinkat(&self.root, name, AtFlags::empty()))? {
            return Ok(());
        }
        own(&self.root, name)?;
        let folder = match openat(&self.root, name, FOLDER, Mode::empty()) {
            Ok(folder) => folder,
            // Gone, or another thing by now: the next look finds what it is.
            Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        for inner in names(&folder)? {
            self.count()?;
            if !is_removed(unlinkat(&folder, &inner, AtFlags::empty()))? {
                self.move_up(&folder, &inner)?;
            }
        }
        match unlinkat(&self.root, name, AtFlags::REMOVEDIR) {
            // Something was written into it meanwhile: it is met again.
            Ok(()) | Err(Errno::NOTEMPTY | Errno::NOENT | Errno::NOTDIR) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn move_up(&mut self, folder: &OwnedFd, name: &CStr) -> io::Result<()> {
        // A folder that changes its parent is written to.
        own(folder, name)?;
        loop {
            self.moved += 1;
            let to = format!(".to-remove-{}", self.moved);
            match renameat_with(folder, name, &self.root, &to, RenameFlags::NOREPLACE) {
                Err(Errno::EXIST) => {}
                Ok(()) | Err(Errno::NOENT) => return Ok(()),
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn count(&mut self) -> io::Result<()> {
        let busy = || io::Error::other("it is written to faster than it can be emptied; end what writes there");
        self.left = self.left.checked_sub(1).ok_or_else(busy)?;
        Ok(())
    }
}

/// Whether nothing is left to remove; `false` for a folder.
fn is_removed(removed: rustix::io::Result<()>) -> io::Result<bool> {
    match removed {
        Ok(()) | Err(Errno::NOENT) => Ok(true),
        Err(Errno::ISDIR) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Makes a folder one that its owner may enter and write, whatever its mode was. What is there is looked at once and held, so that nothing
/// that takes its place is changed.
pub(super) fn own(parent: impl AsFd, name: &CStr) -> io::Result<()> {
    let held = match openat(parent, name, OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty()) {
        Ok(held) => held,
        Err(Errno::NOENT) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let found = fstat(&held)?;
    let is_folder = FileType::from_raw_mode(found.st_mode) == FileType::Directory;
    if is_folder && !Mode::from_raw_mode(found.st_mode).contains(OWN) {
        rustix::fs::chmod(format!("/proc/self/fd/{}", held.as_raw_fd()), OWN)?;
    }
    Ok(())
}

fn names(folder: &OwnedFd) -> io::Result<Vec<CString>> {
    let mut found = Vec::new();
    for entry in Dir::read_from(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if name != c"." && name != c".." {
            found.push(name.to_owned());
        }
    }
    Ok(found)
}

fn name_of(path: &Path) -> io::Result<CString> {
    use std::os::unix::ffi::OsStrExt as _;
    Ok(CString::new(path.as_os_str().as_bytes())?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    fn left(folder: &Path) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    /// As package managers leave their stores: folders that may not be written or entered. Root is held up by no mode.
    #[test]
    fn no_mode_is_in_the_way() {
        let top = tempfile::tempdir().unwrap();
        let work = top.path().join("work");
        fs::create_dir_all(work.join("store/module/inner")).unwrap();
        fs::write(work.join("store/module/file"), "x").unwrap();
        for (folder, mode) in [("store/module/inner", 0o000), ("store/module", 0o555), ("store", 0o500)] {
            fs::set_permissions(work.join(folder), fs::Permissions::from_mode(mode)).unwrap();
        }
        clear(&work).unwrap();
        assert_eq!(left(&work), 0);
    }

    #[test]
    fn no_depth_is_in_the_way() {
        let top = tempfile::tempdir().unwrap();
        let mut folder = open(top.path(), FOLDER, Mode::empty()).unwrap();
        for _ in 0..5_000 {
            rustix::fs::mkdirat(&folder, "deep", OWN).unwrap();
            folder = openat(&folder, "deep", FOLDER, Mode::empty()).unwrap();
        }
        clear(top.path()).unwrap();
        assert_eq!(left(top.path()), 0);
    }

    #[test]
    fn what_links_lead_to_stays() {
        let top = tempfile::tempdir().unwrap();
        let (work, other) = (top.path().join("work"), top.path().join("other"));
        fs::create_dir_all(work.join("in")).unwrap();
        fs::create_dir(&other).unwrap();
        fs::set_permissions(&other, fs::Permissions::from_mode(0o555)).unwrap();
        fs::write(work.join("file"), "f").unwrap();
        std::os::unix::fs::symlink(&other, work.join("link")).unwrap();
        std::os::unix::fs::symlink(&other, work.join("in/link")).unwrap();
        clear(&work).unwrap();
        assert_eq!(left(&work), 0);
        assert_eq!(fs::metadata(&other).unwrap().permissions().mode() & 0o777, 0o555, "it was neither removed nor changed");
    }
}
