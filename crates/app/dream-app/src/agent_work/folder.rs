//! The folder of a piece of work: what goes in, and what comes out of it. An agent writes there at any moment, so whatever comes out is read
//! from one open folder to the next, following no link and opening nothing but plain files.

use dream_roles::{File, check_path};
use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, fchmod, mkdirat, openat, statat};
use std::ffi::CString;
use std::io::{self, Read as _, Write as _};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// The most files that are read of one artifact, and one more to tell that there are too many.
const MOST_FILES: usize = dream_roles::tree::MOST_FILES + 1;
/// The deepest folder, as paths of artifacts may be.
const DEEPEST: usize = 10;

/// Why what an agent left in its folder is not taken: a sentence for it to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unusable(pub(super) String);

/// Writes `files` at `path` below `folder`, making what is missing and following no link. Files must not be there before.
///
/// # Errors
/// What the host says, and a path that leads out of the folder.
pub fn put(folder: &Path, path: &str, files: &[File]) -> io::Result<()> {
    for file in files {
        let whole = if path.is_empty() { file.path.clone() } else { format!("{path}/{}", file.path) };
        check_parts(&whole)?;
        let (parents, name) = whole.rsplit_once('/').unwrap_or(("", &whole));
        let opened = make_below(folder, parents)?;
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let mode = Mode::from_raw_mode(if file.executable { 0o755 } else { 0o644 });
        let mut written = std::fs::File::from(openat(&opened, name, flags, mode)?);
        fchmod(&written, mode)?;
        written.write_all(&file.bytes)?;
    }
    Ok(())
}

/// Opens the folder `path` below `folder`, making what is missing of it and following no link.
pub(super) fn make_below(folder: &Path, path: &str) -> io::Result<OwnedFd> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let mut opened = rustix::fs::open(folder, flags, Mode::empty())?;
    if path.is_empty() {
        return Ok(opened);
    }
    check_parts(path)?;
    for part in path.split('/') {
        let made = match mkdirat(&opened, part, Mode::from_raw_mode(0o755)) {
            Ok(()) => true,
            Err(rustix::io::Errno::EXIST) => false,
            Err(error) => return Err(error.into()),
        };
        if made {
            // One that the server's own mask keeps even the server from entering.
            super::clear::own(&opened, &CString::new(part)?)?;
        }
        let gone = || io::Error::other(format!("{part} was taken away or replaced while it was being written"));
        opened = open_folder(&opened, part)?.ok_or_else(gone)?;
        if made {
            // Whatever the server's own mask: the agent is another user, and the folder above is its alone.
            fchmod(&opened, Mode::from_raw_mode(0o755))?;
        }
    }
    Ok(opened)
}

fn check_parts(path: &str) -> io::Result<()> {
    if path.split('/').any(|part| part.is_empty() || part == "." || part == ".." || part.contains('\0')) {
        return Err(io::Error::other(format!("`{path}` leads out of the folder")));
    }
    Ok(())
}

/// The plain files below `path` in `folder`, by their paths from there, up to `most_bytes` together; `None` when there is no such folder.
pub(super) fn take(folder: &Path, path: &str, most_bytes: u64) -> io::Result<Option<Result<Vec<File>, Unusable>>> {
    let Some(opened) = open_below(folder, path)? else { return Ok(None) };
    let mut taking = Taking { files: Vec::new(), left: most_bytes, most_bytes };
    Ok(Some(match taking.walk(&opened, "", 1)? {
        None => {
            taking.files.sort_by(|one, other| one.path.cmp(&other.path));
            Ok(taking.files)
        }
        Some(unusable) => Err(unusable),
    }))
}

/// One plain file at `path` in `folder`, up to `most_bytes`.
pub(super) fn take_file(folder: &Path, path: &str, most_bytes: u64) -> io::Result<Result<File, Unusable>> {
    let unusable = |why: &str| Ok(Err(Unusable(format!("The file `{path}` {why}."))));
    if let Err(refusal) = check_path(path) {
        return Ok(Err(Unusable(format!("{refusal}."))));
    }
    let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
    let Some(opened) = open_below(folder, parent)? else { return unusable("is not in your folder: write it there first") };
    let mut taking = Taking { files: Vec::new(), left: most_bytes, most_bytes };
    match taking.file(&opened, name, path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => unusable("is not in your folder: write it there first"),
        Err(error) => Err(error),
        Ok(Some(refused)) => Ok(Err(refused)),
        Ok(None) => match taking.files.pop() {
            Some(file) => Ok(Ok(file)),
            None => unusable("is no plain file"),
        },
    }
}

struct Taking {
    files: Vec<File>,
    left: u64,
    most_bytes: u64,
}

impl Taking {
    fn walk(&mut self, folder: &OwnedFd, prefix: &str, depth: usize) -> io::Result<Option<Unusable>> {
        for (name, kind) in entries(folder, 10 * MOST_FILES)? {
            let path = format!("{prefix}{name}");
            let refused = match kind {
                FileType::Directory if depth >= DEEPEST => {
                    Some(Unusable(format!("The folder `{path}` is too deep: use at most 10 levels.")))
                }
                FileType::Directory => match open_folder(folder, &name)? {
                    Some(inner) => self.walk(&inner, &format!("{path}/"), depth + 1)?,
                    None => None,
                },
                FileType::RegularFile => self.file(folder, &name, &path)?,
                _ => Some(Unusable(format!("`{path}` is no plain file: hand in files themselves, and no links."))),
            };
            if refused.is_some() {
                return Ok(refused);
            }
        }
        Ok(None)
    }

    fn file(&mut self, folder: &OwnedFd, name: &str, path: &str) -> io::Result<Option<Unusable>> {
        if self.files.len() >= MOST_FILES {
            return Ok(Some(Unusable(format!("There are too many files: hand in at most {}.", MOST_FILES - 1))));
        }
        // Without waiting, so that a pipe in the place of a file holds nobody up.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let opened = std::fs::File::from(openat(folder, name, flags, Mode::empty())?);
        let found = opened.metadata()?;
        if !found.is_file() {
            return Ok(Some(Unusable(format!("`{path}` is no plain file: hand in files themselves, and no links."))));
        }
        let mut bytes = Vec::new();
        opened.take(self.left.saturating_add(1)).read_to_end(&mut bytes)?;
        let read = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let Some(left) = self.left.checked_sub(read) else {
            return Ok(Some(Unusable(format!("The files have more than {} bytes together: hand in less.", self.most_bytes))));
        };
        self.left = left;
        self.files.push(File { executable: is_executable(&found), ..File::new(path, bytes) });
        Ok(None)
    }
}

/// Whether its owner may execute a file: what Git keeps of its mode.
pub(super) fn is_executable(found: &std::fs::Metadata) -> bool {
    found.permissions().mode() & 0o100 != 0
}

/// What is in a folder, by name, or one more than `most` of it. Names that are no text are left out: no path of an artifact is called so.
pub(super) fn entries(folder: &OwnedFd, most: usize) -> io::Result<Vec<(String, FileType)>> {
    let mut found = Vec::new();
    for entry in Dir::read_from(folder.as_fd())? {
        let entry = entry?;
        let Ok(name) = entry.file_name().to_str() else { continue };
        if name == "." || name == ".." {
            continue;
        }
        let kind = match entry.file_type() {
            FileType::Unknown => FileType::from_raw_mode(statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)?.st_mode),
            known => known,
        };
        found.push((name.to_owned(), kind));
        if found.len() > most {
            break;
        }
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(found)
}

/// Opens the folder `path` below `folder`, part by part; `None` when a part of it is missing or is no folder.
pub(super) fn open_below(folder: &Path, path: &str) -> io::Result<Option<OwnedFd>> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let mut opened = rustix::fs::open(folder, flags, Mode::empty())?;
    for part in path.split('/').filter(|part| !part.is_empty()) {
        if part == ".." {
            return Ok(None);
        }
        match open_folder(&opened, part)? {
            Some(inner) => opened = inner,
            None => return Ok(None),
        }
    }
    Ok(Some(opened))
}

pub(super) fn open_folder(folder: &OwnedFd, name: &str) -> io::Result<Option<OwnedFd>> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    match openat(folder, name, flags, Mode::empty()) {
        Ok(opened) => Ok(Some(opened)),
        Err(rustix::io::Errno::NOENT | rustix::io::Errno::NOTDIR | rustix::io::Errno::LOOP) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::clear;
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    #[test]
    fn files_come_back_by_their_paths() {
        let folder = folder();
        let files = [File::text("a/b.txt", "B"), File { executable: true, ..File::text("run.sh", "R") }, File::text("z.txt", "Z")];
        put(folder.path(), "out/site", &files).unwrap();
        assert_eq!(take(folder.path(), "out/site", 10).unwrap().unwrap().unwrap(), files);
        assert_eq!(take(folder.path(), "out/other", 10).unwrap(), None);
        assert_eq!(take_file(folder.path(), "out/site/z.txt", 1).unwrap().unwrap().bytes, b"Z");
    }

    #[test]
    fn no_link_is_followed_whatever_it_stands_for() {
        let folder = folder();
        let secret = folder.path().join("secret");
        std::fs::write(&secret, "s").unwrap();
        let out = folder.path().join("work/out");
        std::fs::create_dir_all(out.join("doc")).unwrap();
        std::os::unix::fs::symlink(&secret, out.join("doc/x.md")).unwrap();
        std::os::unix::fs::symlink(folder.path(), out.join("linked")).unwrap();
        let work = folder.path().join("work");
        let refused = take(&work, "out/doc", 100).unwrap().unwrap().unwrap_err();
        assert!(refused.0.contains("no plain file"), "{refused:?}");
        assert_eq!(take(&work, "out/linked", 100).unwrap(), None, "a linked folder is none");
        assert_eq!(take(&work, "../secret", 100).unwrap(), None);
        for path in ["../secret", "out/linked/secret", "/etc/passwd"] {
            assert!(take_file(&work, path, 100).unwrap().is_err(), "{path}");
        }
        assert!(take_file(&work, "out/doc/x.md", 100).is_err(), "the kernel refuses to open a link");
    }

    #[test]
    fn writing_follows_no_link_and_clearing_leaves_nothing() {
        let folder = folder();
        let (work, other) = (folder.path().join("work"), folder.path().join("other"));
        std::fs::create_dir(&other).unwrap();
        std::fs::write(other.join("kept"), "k").unwrap();
        clear(&work).unwrap();
        std::os::unix::fs::symlink(&other, work.join("in")).unwrap();
        assert!(put(&work, "in", &[File::text("x", "x")]).is_err());
        assert!(!other.join("x").exists());
        clear(&work).unwrap();
        assert_eq!(std::fs::read_dir(&work).unwrap().count(), 0);
        assert!(other.join("kept").exists());
        put(&work, "in", &[File::text("x", "x")]).unwrap();
        assert!(put(&work, "in", &[File::text("x", "y")]).is_err(), "what is there is not written over");
        for path in ["/x", "a//b", "../x", "a/../../x", "a/"] {
            assert!(put(&work, "", &[File::text(path, "x")]).is_err(), "{path}");
        }
    }

    /// The mask is the whole process's, so this test is run again in one of its own, under each mask.
    #[test]
    fn no_mask_of_the_server_keeps_its_files_from_an_agent_of_another_user() {
        const FOLDER: &str = "DREAM_TEST_MASKED_FOLDER";
        if let Some(folder) = std::env::var_os(FOLDER) {
            return masked(Path::new(&folder));
        }
        for mask in ["0022", "0077", "0777"] {
            let folder = folder();
            let again = std::process::Command::new("/bin/sh")
                .args(["-c", &format!("umask {mask} && exec \"$0\" \"$@\"")])
                .arg(std::env::current_exe().unwrap())
                .args(["agent_work::folder::tests::no_mask_of_the_server_keeps_its_files_from_an_agent_of_another_user", "--exact"])
                .env(FOLDER, folder.path())
                .output()
                .unwrap();
            let told = String::from_utf8_lossy(&again.stdout);
            assert!(again.status.success() && told.contains("1 passed"), "{mask}: {told}");
        }
    }

    fn masked(folder: &Path) {
        put(folder, "in", &[File::text("a/b.txt", "B")]).unwrap();
        let mode = |path: &str| std::fs::metadata(folder.join(path)).unwrap().permissions().mode() & 0o777;
        assert_eq!(["in", "in/a", "in/a/b.txt"].map(mode), [0o755, 0o755, 0o644]);
    }

    #[test]
    fn too_much_and_what_is_no_file_is_refused_and_holds_nobody_up() {
        let folder = folder();
        put(folder.path(), "out/big", &[File::text("a", "12345"), File::text("b", "12345")]).unwrap();
        let refused = take(folder.path(), "out/big", 9).unwrap().unwrap().unwrap_err();
        assert!(refused.0.contains("more than 9 bytes"), "{refused:?}");
        let pipe = folder.path().join("out/pipe");
        std::fs::create_dir(&pipe).unwrap();
        rustix::fs::mknodat(rustix::fs::CWD, pipe.join("p"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        assert!(take(folder.path(), "out/pipe", 9).unwrap().unwrap().is_err());
    }
}
