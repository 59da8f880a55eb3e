//! Comparing a working copy with its base, file by file. The base is ours; the copy is read as anything that an agent wrote: from one open
//! folder to the next, following no link and opening nothing but plain files.

use super::super::folder::{Unusable, entries, open_below, open_folder};
use super::changed::{Changed, Side};
use super::ignored::Ignored;
use dream_blobs::diff::DiffLimits;
use rustix::fs::{FileType, Mode, OFlags, openat, readlinkat};
use rustix::io::Errno;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek as _};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
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
    let mut old = Old::default();
    old.add(base, "")?;
    let until = Instant::now() + PATIENCE;
    let mut comparing = Comparing { base, old, changed: Vec::new(), entries: 0, left: most_bytes, most_bytes, until };
    let Some(root) = open_below(folder, name)? else {
        return Ok(Err(Unusable(format!("The folder `{name}` is gone: put it back, or hand in files below `out/`."))));
    };
    if let Some(unusable) = comparing.folder(&root, "", false, 1)? {
        return Ok(Err(unusable));
    }
    comparing.removed()
}

/// What the base has.
#[derive(Default)]
struct Old {
    entries: BTreeMap<String, OldKind>,
    ignored: Ignored,
}

enum OldKind {
    File { seen: bool },
    Link { to: PathBuf },
}

impl Old {
    fn add(&mut self, folder: &Path, prefix: &str) -> io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name();
            // A name that is no text is looked at on neither side.
            let Some(name) = name.to_str().filter(|name| !is_git(name)) else { continue };
            let (path, kind) = (format!("{prefix}{name}"), entry.file_type()?);
            if kind.is_dir() {
                self.add(&entry.path(), &format!("{path}/"))?;
            } else if kind.is_symlink() {
                self.entries.insert(path, OldKind::Link { to: std::fs::read_link(entry.path())? });
            } else {
                if name == ".gitignore" {
                    self.ignored.add(prefix, &String::from_utf8_lossy(&std::fs::read(entry.path())?));
                }
                self.entries.insert(path, OldKind::File { seen: false });
            }
        }
        Ok(())
    }

    fn has_below(&self, folder: &str) -> bool {
        let prefix = format!("{folder}/");
        self.entries.range(prefix.clone()..).next().is_some_and(|(path, _)| path.starts_with(&prefix))
    }
}

struct Comparing<'a> {
    base: &'a Path,
    old: Old,
    changed: Vec<Changed>,
    entries: usize,
    left: u64,
    most_bytes: u64,
    until: Instant,
}

impl Comparing<'_> {
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
            let known = if is_folder { self.old.has_below(&path) } else { self.old.entries.contains_key(&path) };
            if passed_over && !known {
                continue;
            }
            if !known && name.chars().any(char::is_control) {
                let shown: String = name.chars().filter(|letter| !letter.is_control()).take(120).collect();
                return Ok(Some(Unusable(format!("The name of `{shown}` has a control character: give it another one."))));
            }
            let unusable = match kind {
                FileType::Directory => match open_folder(folder, &name)? {
                    Some(inner) => self.folder(&inner, &format!("{path}/"), passed_over, depth + 1)?,
                    None => None,
                },
                FileType::RegularFile => self.file(folder, &name, path)?,
                FileType::Symlink => self.link(folder, &name, &path)?,
                _ => Some(Unusable(format!("`{path}` is no plain file: remove it."))),
            };
            if unusable.is_some() {
                return Ok(unusable);
            }
        }
        Ok(None)
    }

    fn file(&mut self, folder: &OwnedFd, name: &str, path: String) -> io::Result<Option<Unusable>> {
        // Without waiting, so that a pipe in the place of a file holds nobody up.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let mut new = match openat(folder, name, flags, Mode::empty()) {
            Ok(opened) => File::from(opened),
            // Gone since it was listed, or another thing by now.
            Err(Errno::NOENT | Errno::LOOP | Errno::NOTDIR) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        if !new.metadata()?.is_file() {
            return Ok(Some(Unusable(format!("`{path}` is no plain file: remove it."))));
        }
        let old = match self.old.entries.get_mut(&path) {
            Some(OldKind::File { seen }) => {
                *seen = true;
                Some(File::open(self.base.join(&path))?)
            }
            Some(OldKind::Link { .. }) | None => None,
        };
        if let Some(old) = &old
            && old.metadata()?.len() == new.metadata()?.len()
            && same(old, &new)?
        {
            return Ok(None);
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
        let old = if old.is_some() { self.old_side(&path)? } else { Side::Missing };
        Ok(self.add(Changed { path, old, new: Side::Bytes(bytes) }))
    }

    /// A link of the base is what it was or is gone; another one is nothing to hand in.
    fn link(&self, folder: &OwnedFd, name: &str, path: &str) -> io::Result<Option<Unusable>> {
        let to = match readlinkat(folder, name, Vec::new()) {
            Ok(to) => to,
            Err(Errno::NOENT | Errno::INVAL) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        match self.old.entries.get(path) {
            Some(OldKind::Link { to: known }) if known.as_os_str().as_encoded_bytes() == to.as_bytes() => Ok(None),
            _ => Ok(Some(Unusable(format!("`{path}` is a link that the repository does not have: put a file there, or remove it.")))),
        }
    }

    fn old_side(&self, path: &str) -> io::Result<Side> {
        let found = self.base.join(path);
        let small = std::fs::metadata(&found)?.len() <= DiffLimits::default().max_file_bytes;
        Ok(if small { Side::Bytes(std::fs::read(found)?) } else { Side::Large })
    }

    fn add(&mut self, changed: Changed) -> Option<Unusable> {
        self.changed.push(changed);
        let too_many = self.changed.len() > MOST_CHANGED;
        too_many.then(|| Unusable(format!("More than {MOST_CHANGED} files differ from the repository: remove what was built there.")))
    }

    /// What the base has and the copy does not. A link that is gone is no file that is handed in, and no loss of one.
    fn removed(mut self) -> io::Result<Result<Vec<Changed>, Unusable>> {
        let gone = |(path, kind): (&String, &OldKind)| matches!(kind, OldKind::File { seen: false }).then(|| path.clone());
        let gone: Vec<String> = self.old.entries.iter().filter_map(gone).collect();
        for path in gone {
            let old = self.old_side(&path)?;
            if let Some(unusable) = self.add(Changed { path, old, new: Side::Missing }) {
                return Ok(Err(unusable));
            }
        }
        self.changed.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(Ok(self.changed))
    }
}

/// The beginning of a path, for words about it.
fn cut(path: &str) -> &str {
    path.get(..path.floor_char_boundary(120)).unwrap_or_default()
}

/// Git's own folder, whatever the case of its letters.
fn is_git(name: &str) -> bool {
    name.eq_ignore_ascii_case(".git")
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
