//! Comparing a working copy with its base, file by file. The base is ours; the copy is read as anything that an agent wrote: from one open
//! folder to the next, following no link and opening nothing but plain files.

use super::super::folder::{Unusable, entries, is_executable, open_below, open_folder};
use super::base::{Old, OldKind, is_git};
use super::changed::{Changed, Inside, Side};
use dream_blobs::diff::FileMode;
use rustix::fs::{FileType, Mode, OFlags, openat, readlinkat};
use rustix::io::Errno;
use std::fs::File;
use std::io::{self, Read, Seek as _};
use std::os::fd::OwnedFd;
use std::path::Path;
use std::time::{Duration, Instant};

/// The most entries of a working copy that are looked at.
const MOST_ENTRIES: usize = 300_000;
/// The most files that may differ.
const MOST_CHANGED: usize = dream_roles::tree::MOST_FILES - 1;
/// The deepest folder.
const DEEPEST: usize = 80;
/// The longest path of a file, in bytes.
const LONGEST: usize = 1_000;
/// How long a comparison may take. Rules and names are other people's, and can be made so that each takes long.
const PATIENCE: Duration = Duration::from_mins(1);
/// How much of two files is compared at once, in bytes.
const CHUNK: usize = 64 << 10;

/// What differs between the files in `base` and those in the folder `name` of the agent's `folder`, by path; of changed files `most_bytes`
/// together at most.
pub(super) fn compare(base: &Path, folder: &Path, name: &str, most_bytes: u64) -> io::Result<Result<Vec<Changed>, Unusable>> {
    let old = Old::read(base)?;
    let until = Instant::now() + PATIENCE;
    let mut comparing = Comparing { old, changed: Vec::new(), entries: 0, left: most_bytes, most_bytes, until };
    let Some(root) = open_below(folder, name)? else {
        return Ok(Err(Unusable(format!("The folder `{name}` is gone: put it back, or hand in files below `out/`."))));
    };
    if let Some(unusable) = comparing.folder(&root, "", false, 1)? {
        return Ok(Err(unusable));
    }
    comparing.removed()
}

struct Comparing {
    old: Old,
    changed: Vec<Changed>,
    entries: usize,
    left: u64,
    most_bytes: u64,
    until: Instant,
}

impl Comparing {
    /// `passed_over` says that the base's rules name a folder above: what is new in there is no part of the repository.
    fn folder(&mut self, folder: &OwnedFd, prefix: &str, passed_over: bool, depth: usize) -> io::Result<Option<Unusable>> {
        if depth > DEEPEST {
            return Ok(Some(Unusable(format!("The folder `{}` is more than {DEEPEST} deep.", cut(prefix)))));
        }
        for (name, kind) in entries(folder, MOST_ENTRIES)? {
            self.entries += 1;
            if self.entries > MOST_ENTRIES || Instant::now() > self.until {
                return Ok(Some(Unusable("There are too many files in the repository: remove what was built there.".to_owned())));
            }
            if is_git(&name) {
                continue;
            }
            let path = format!("{prefix}{name}");
            if path.len() > LONGEST {
                return Ok(Some(Unusable(format!("A path below `{}` has more than {LONGEST} bytes.", cut(prefix)))));
            }
            let is_folder = kind == FileType::Directory;
            let passed_over = passed_over || self.old.ignored.names(&path, is_folder);
            let known = if is_folder { self.old.has_below(&path) } else { self.old.has(&path) };
            if passed_over && !known {
                continue;
            }
            if !known && name.chars().any(char::is_control) {
                let shown: String = name.chars().filter(|letter| !letter.is_control()).take(120).collect();
                return Ok(Some(Unusable(format!("The name of `{shown}` has a control character: give it another one."))));
            }
            let unusable = match kind {
                FileType::Directory => self.folder_in(folder, &name, &path, passed_over, depth)?,
                FileType::RegularFile => self.file(folder, &name, path)?,
                FileType::Symlink => self.link(folder, &name, path)?,
                _ => Some(Unusable(format!("`{path}` is no plain file: remove it."))),
            };
            if unusable.is_some() {
                return Ok(unusable);
            }
        }
        Ok(None)
    }

    fn folder_in(&mut self, folder: &OwnedFd, name: &str, path: &str, passed_over: bool, depth: usize) -> io::Result<Option<Unusable>> {
        match open_folder(folder, name) {
            Ok(Some(inner)) => self.folder(&inner, &format!("{path}/"), passed_over, depth + 1),
            Ok(None) => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(Some(unreadable(path))),
            Err(error) => Err(error),
        }
    }

    fn file(&mut self, folder: &OwnedFd, name: &str, path: String) -> io::Result<Option<Unusable>> {
        // Without waiting, so that a pipe in the place of a file holds nobody up.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let mut new = match openat(folder, name, flags, Mode::empty()) {
            Ok(opened) => File::from(opened),
            // Gone since it was listed, or another thing by now.
            Err(Errno::NOENT | Errno::LOOP | Errno::NOTDIR) => return Ok(None),
            Err(Errno::ACCESS) => return Ok(Some(unreadable(&path))),
            Err(error) => return Err(error.into()),
        };
        let found = new.metadata()?;
        if !found.is_file() {
            return Ok(Some(Unusable(format!("`{path}` is no plain file: remove it."))));
        }
        let mode = if is_executable(&found) { FileMode::Executable } else { FileMode::Plain };
        let known = self.old.see(&path);
        if let Some(OldKind::File(old_mode)) = known {
            let old = self.old.open(&path)?;
            if old.metadata()?.len() == found.len() && same(&old, &new)? {
                let side = |mode| Some(Side { mode, inside: Inside::Same });
                let changed = Changed { path, old: side(old_mode), new: side(mode) };
                return Ok((old_mode != mode).then(|| self.add(changed)).flatten());
            }
        }
        new.rewind()?;
        let mut bytes = Vec::new();
        new.take(self.left.saturating_add(1)).read_to_end(&mut bytes)?;
        let read = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let Some(left) = self.left.checked_sub(read) else {
            let most = self.most_bytes;
            return Ok(Some(Unusable(format!("The changed files have more than {most} bytes together: remove what was built there."))));
        };
        self.left = left;
        let old = known.map(|kind| self.old.side(&path, kind)).transpose()?;
        Ok(self.add(Changed { path, old, new: Some(Side { mode, inside: Inside::Bytes(bytes) }) }))
    }

    /// What a link names is text that is compared: no link is followed. One of the base may name whatever it names there; another one a
    /// place in the repository.
    fn link(&mut self, folder: &OwnedFd, name: &str, path: String) -> io::Result<Option<Unusable>> {
        let to = match readlinkat(folder, name, Vec::new()) {
            Ok(to) => to.into_string().ok(),
            Err(Errno::NOENT | Errno::INVAL) => return Ok(None),
            Err(Errno::ACCESS) => return Ok(Some(unreadable(&path))),
            Err(error) => return Err(error.into()),
        };
        let known = self.old.see(&path);
        if known.as_ref().is_some_and(|known| *known == OldKind::Link(to.clone())) {
            return Ok(None);
        }
        let Some(to) = to.filter(|to| leads_inside(&path, to)) else {
            let path = cut(&path);
            return Ok(Some(Unusable(format!(
                "`{path}` is a link that leads out of the repository, or may: have it name a file of the repository by the way from its own \
                 folder, with `..` at the beginning alone; or put a file there, or remove it."
            ))));
        };
        let old = known.map(|kind| self.old.side(&path, kind)).transpose()?;
        Ok(self.add(Changed { path, old, new: Some(Side::link(&to)) }))
    }

    fn add(&mut self, changed: Changed) -> Option<Unusable> {
        self.changed.push(changed);
        let too_many = self.changed.len() > MOST_CHANGED;
        too_many.then(|| Unusable(format!("More than {MOST_CHANGED} files differ from the repository: remove what was built there.")))
    }

    /// What the base has and the copy does not.
    fn removed(mut self) -> io::Result<Result<Vec<Changed>, Unusable>> {
        for (path, kind) in self.old.unseen() {
            let old = Some(self.old.side(&path, kind)?);
            if let Some(unusable) = self.add(Changed { path, old, new: None }) {
                return Ok(Err(unusable));
            }
        }
        self.changed.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(Ok(self.changed))
    }
}

/// Whether a link at `path` that names `to` leads to a place in the repository whatever other links there are: each of them does, and after
/// a name, which may be one of them, it never goes up.
fn leads_inside(path: &str, to: &str) -> bool {
    let folders = path.matches('/').count();
    let parts = || to.split('/').filter(|part| !matches!(*part, "" | "."));
    let up = parts().take_while(|part| *part == "..").count();
    let down = parts().skip(up).all(|part| part != ".." && !is_git(part));
    !to.is_empty() && !to.starts_with('/') && !to.chars().any(char::is_control) && up <= folders && down
}

fn unreadable(path: &str) -> Unusable {
    Unusable(format!("`{}` cannot be read: give it a mode with which it can, such as 644 for a file and 755 for a folder.", cut(path)))
}

/// The beginning of a path, for words about it.
fn cut(path: &str) -> &str {
    path.get(..path.floor_char_boundary(120)).unwrap_or_default()
}

fn same(mut old: &File, mut new: &File) -> io::Result<bool> {
    let (mut one, mut other) = (vec![0; CHUNK], vec![0; CHUNK]);
    loop {
        let (read, others) = (fill(&mut old, &mut one)?, fill(&mut new, &mut other)?);
        if one.get(..read) != other.get(..others) {
            return Ok(false);
        }
        if read < CHUNK {
            return Ok(true);
        }
    }
}

fn fill(from: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(room) = buffer.get_mut(filled..).filter(|room| !room.is_empty()) {
        match from.read(room)? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    /// A base and a copy of it in an agent's folder, each with these files and these links.
    struct Place(tempfile::TempDir);

    impl Place {
        fn new(files: &[&str], links: &[(&str, &str)]) -> Self {
            let folder = tempfile::tempdir().unwrap();
            for side in ["base", "agent/copy"] {
                let root = folder.path().join(side);
                std::fs::create_dir_all(root.join("docs")).unwrap();
                for name in files {
                    std::fs::write(root.join(name), format!("{name}\n")).unwrap();
                }
                for (name, to) in links {
                    symlink(to, root.join(name)).unwrap();
                }
            }
            Self(folder)
        }

        fn at(&self, name: &str) -> std::path::PathBuf {
            self.0.path().join("agent/copy").join(name)
        }

        fn link(&self, name: &str, to: &str) {
            // There may be none yet.
            drop(std::fs::remove_file(self.at(name)));
            symlink(to, self.at(name)).unwrap();
        }

        fn compare(&self) -> Result<Vec<Changed>, Unusable> {
            compare(&self.0.path().join("base"), &self.0.path().join("agent"), "copy", 1_000).unwrap()
        }

        fn refusal(&self) -> String {
            self.compare().unwrap_err().0
        }
    }

    /// What changed, in short: `path: old mode and text -> new ones`.
    fn told(changed: &[Changed]) -> Vec<String> {
        let side = |side: Option<&Side>| match side {
            None => "none".to_owned(),
            Some(Side { mode, inside: Inside::Bytes(bytes) }) => format!("{} {}", mode.octal(), String::from_utf8_lossy(bytes).trim_end()),
            Some(Side { mode, inside }) => format!("{} {inside:?}", mode.octal()),
        };
        changed
            .iter()
            .map(|changed| format!("{}: {} -> {}", changed.path, side(changed.old.as_ref()), side(changed.new.as_ref())))
            .collect()
    }

    #[test]
    fn modes_and_links_are_part_of_what_changed() {
        let links = [("gone", "a.txt"), ("same", "/etc/passwd"), ("to", "a.txt"), ("was-link", "a.txt")];
        let place = Place::new(&["a.txt", "docs/b.sh", "was-file"], &links);
        std::fs::set_permissions(place.at("docs/b.sh"), std::fs::Permissions::from_mode(0o700)).unwrap();
        std::fs::set_permissions(place.at("a.txt"), std::fs::Permissions::from_mode(0o600)).unwrap();
        std::fs::remove_file(place.at("gone")).unwrap();
        std::fs::remove_file(place.at("was-link")).unwrap();
        std::fs::write(place.at("was-link"), "file").unwrap();
        place.link("to", "docs/b.sh");
        place.link("docs/new", "../a.txt");
        place.link("was-file", "a.txt");
        let expected = [
            "docs/b.sh: 100644 Same -> 100755 Same",
            "docs/new: none -> 120000 ../a.txt",
            "gone: 120000 a.txt -> none",
            "to: 120000 a.txt -> 120000 docs/b.sh",
            "was-file: 100644 was-file -> 120000 a.txt",
            "was-link: 120000 a.txt -> 100644 file",
        ];
        assert_eq!(told(&place.compare().unwrap()), expected);
    }

    #[test]
    fn a_folder_and_a_link_take_each_others_place() {
        let place = Place::new(&["a.txt", "docs/b.txt"], &[("linked", "docs")]);
        std::fs::remove_dir_all(place.at("docs")).unwrap();
        place.link("docs", "a.txt");
        std::fs::remove_file(place.at("linked")).unwrap();
        std::fs::create_dir(place.at("linked")).unwrap();
        std::fs::write(place.at("linked/c.txt"), "c").unwrap();
        let expected = [
            "docs: none -> 120000 a.txt",
            "docs/b.txt: 100644 docs/b.txt -> none",
            "linked: 120000 docs -> none",
            "linked/c.txt: none -> 100644 c",
        ];
        assert_eq!(told(&place.compare().unwrap()), expected);
    }

    #[test]
    fn a_link_that_leads_out_is_refused_whatever_way_it_takes() {
        let outside =
            ["/etc/passwd", "..", "../x", "docs/../../x", "docs/../a.txt", "./../x", "a\nb", ".git/config", "docs/.GIT/hooks", "//x"];
        for to in outside {
            let place = Place::new(&["a.txt"], &[("known", "/etc/passwd")]);
            assert_eq!(place.compare(), Ok(Vec::new()), "what the base has is no change");
            place.link("secret", to);
            let refused = place.refusal();
            assert!(refused.contains("`secret` is a link that leads out of the repository"), "{to}: {refused}");
            std::fs::remove_file(place.at("secret")).unwrap();
            place.link("known", to);
            if to != "/etc/passwd" {
                assert!(place.refusal().contains("`known` is a link"), "{to}");
            }
        }
        for (path, to) in
            [("l", "a.txt"), ("l", "./docs//b"), ("l", "nothing"), ("d/l", ".."), ("d/e/l", "../../a.txt"), ("l", ".gitignore")]
        {
            assert!(leads_inside(path, to), "{path} -> {to}");
        }
        for (path, to) in [("d/l", "../.."), ("d/l", "../../x"), ("l", "")] {
            assert!(!leads_inside(path, to), "{path} -> {to}");
        }
    }

    #[test]
    fn links_in_a_circle_hold_nobody_up_and_gits_own_names_are_nothing_to_hand_in() {
        let place = Place::new(&["a.txt"], &[]);
        place.link("one", "two");
        place.link("two", "one");
        place.link("self", "self");
        place.link("docs/up", "..");
        for name in [".GIT", ".git", "docs/.Git"] {
            place.link(name, "/etc");
        }
        let expected = ["docs/up: none -> 120000 ..", "one: none -> 120000 two", "self: none -> 120000 self", "two: none -> 120000 one"];
        assert_eq!(told(&place.compare().unwrap()), expected);
    }

    #[test]
    fn a_name_that_is_no_text_is_no_link_to_hand_in() {
        use std::os::unix::ffi::OsStrExt as _;
        let place = Place::new(&["a.txt"], &[]);
        symlink(std::ffi::OsStr::from_bytes(b"a\xff"), place.at("odd")).unwrap();
        assert!(place.refusal().contains("`odd` is a link"));
    }
}
