//! What an agent changed, made once more in another working copy of the same base, in which nobody else writes. No link is followed there.

use super::super::folder::{self, open_below};
use super::changed::{Changed, Inside, Side};
use dream_blobs::diff::FileMode;
use dream_roles::File;
use rustix::fs::{AtFlags, Mode, OFlags, fchmod, openat, symlinkat, unlinkat};
use rustix::io::Errno;
use std::io;
use std::path::Path;

/// Makes `changed` in `copy`.
pub(super) fn apply(copy: &Path, changed: &[Changed]) -> io::Result<()> {
    // A file may come to be where a folder was, and the other way about: first everything goes that is not as it was.
    for Changed { path, old, new } in changed {
        if old.is_some() && !only_mode(new.as_ref()) {
            remove(copy, path)?;
        }
    }
    for Changed { path, new, .. } in changed {
        match new {
            None => {}
            Some(Side { mode: FileMode::Link, inside: Inside::Bytes(to) }) => link(copy, path, to)?,
            Some(Side { mode, inside: Inside::Bytes(bytes) }) => {
                let executable = *mode == FileMode::Executable;
                folder::put(copy, "", &[File { executable, ..File::new(path, bytes.as_slice()) }])?;
            }
            Some(Side { mode, inside: Inside::Same }) => set_mode(copy, path, *mode)?,
            Some(Side { inside: Inside::Large, .. }) => return Err(io::Error::other(format!("the new bytes of `{path}` were not read"))),
        }
    }
    Ok(())
}

fn only_mode(new: Option<&Side>) -> bool {
    new.is_some_and(|new| new.inside == Inside::Same)
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// Removes what is at `path`, and the folders that hold nothing then, as Git does.
fn remove(copy: &Path, path: &str) -> io::Result<()> {
    let (mut parents, name) = split(path);
    let missing = || io::Error::other(format!("`{path}` is not where it was copied to"));
    unlinkat(open_below(copy, parents)?.ok_or_else(missing)?, name, AtFlags::empty())?;
    while !parents.is_empty() {
        let (above, emptied) = split(parents);
        match unlinkat(open_below(copy, above)?.ok_or_else(missing)?, emptied, AtFlags::REMOVEDIR) {
            Ok(()) => parents = above,
            Err(Errno::NOTEMPTY | Errno::EXIST) => break,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn link(copy: &Path, path: &str, to: &[u8]) -> io::Result<()> {
    let (parents, name) = split(path);
    Ok(symlinkat(to, folder::make_below(copy, parents)?, name)?)
}

fn set_mode(copy: &Path, path: &str, mode: FileMode) -> io::Result<()> {
    let (parents, name) = split(path);
    let missing = || io::Error::other(format!("`{path}` is not where it was copied to"));
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = openat(open_below(copy, parents)?.ok_or_else(missing)?, name, flags, Mode::empty())?;
    Ok(fchmod(file, Mode::from_raw_mode(if mode == FileMode::Executable { 0o755 } else { 0o644 }))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    #[expect(clippy::unnecessary_wraps, reason = "the other side of a change may be none")]
    fn side(mode: FileMode, text: &str) -> Option<Side> {
        Some(Side { mode, inside: Inside::Bytes(text.as_bytes().to_vec()) })
    }

    #[test]
    fn a_copy_is_as_the_agent_left_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir_all(at("docs/deep")).unwrap();
        for name in ["a.txt", "docs/deep/b.txt", "kept.txt", "mode.sh", "turned"] {
            std::fs::write(at(name), "old").unwrap();
        }
        symlink("a.txt", at("to")).unwrap();
        let (plain, runs, linked) = (FileMode::Plain, FileMode::Executable, FileMode::Link);
        let same = |mode| Some(Side { mode, inside: Inside::Same });
        let changed = [
            ("a.txt", side(plain, "old"), side(runs, "new")),
            ("docs", None, side(linked, "a.txt")),
            ("docs/deep/b.txt", side(plain, "old"), None),
            ("mode.sh", same(plain), same(runs)),
            ("new/in/link", None, side(linked, "../../kept.txt")),
            ("to", side(linked, "a.txt"), side(linked, "kept.txt")),
            ("turned", side(plain, "old"), None),
            ("turned/into/folder", None, side(plain, "new")),
        ];
        let changed = changed.map(|(path, old, new)| Changed { path: path.to_owned(), old, new });
        apply(folder.path(), &changed).unwrap();
        let read = |name: &str| std::fs::read_to_string(at(name)).unwrap();
        let texts = ["a.txt", "new/in/link", "turned/into/folder", "kept.txt"].map(read);
        assert_eq!(texts, ["new", "old", "new", "old"]);
        let names = |name: &str| std::fs::read_link(at(name)).unwrap().into_os_string().into_string().unwrap();
        assert_eq!(["docs", "to"].map(names), ["a.txt", "kept.txt"]);
        let mode = |name: &str| std::fs::metadata(at(name)).unwrap().permissions().mode() & 0o777;
        assert_eq!(["a.txt", "mode.sh"].map(mode), [0o755, 0o755]);
    }

    #[test]
    fn nothing_is_written_through_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (copy, outside) = (folder.path().join("copy"), folder.path().join("outside"));
        std::fs::create_dir(&copy).unwrap();
        std::fs::create_dir(&outside).unwrap();
        std::fs::write(outside.join("kept"), "kept").unwrap();
        symlink(&outside, copy.join("docs")).unwrap();
        let (plain, linked) = (FileMode::Plain, FileMode::Link);
        let same = |mode| Some(Side { mode, inside: Inside::Same });
        for (path, old, new) in [
            ("docs/x", None, side(plain, "x")),
            ("docs/x", None, side(linked, "y")),
            ("docs/kept", side(plain, "kept"), None),
            ("docs/kept", same(plain), same(FileMode::Executable)),
        ] {
            assert!(apply(&copy, &[Changed { path: path.to_owned(), old, new }]).is_err(), "{path}");
        }
        assert_eq!(std::fs::read_dir(&outside).unwrap().count(), 1);
        assert_eq!(std::fs::metadata(outside.join("kept")).unwrap().permissions().mode() & 0o111, 0);
    }
}
