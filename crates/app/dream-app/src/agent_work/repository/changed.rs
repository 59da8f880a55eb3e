//! What differs, as files of an artifact: one text with the difference, and beside it each changed file whole.

use super::super::folder::Unusable;
use dream_blobs::diff::{Content, DiffLimits, FileChange, FileDiff, FileMode, TreeDiff, content};
use dream_ports::RepositoryBase;
use dream_roles::{File, check_path};
use std::time::Instant;

/// The file with the difference, which `git apply` takes for text.
pub(super) const DIFFERENCE: &str = "changes.diff";
/// The folder with the changed files.
const FILES: &str = "files";

/// A file or a link that differs.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Changed {
    /// Its path in the working copy.
    pub(super) path: String,
    /// What the base has; `None` when it has none.
    pub(super) old: Option<Side>,
    /// What the working copy has; `None` when it has none.
    pub(super) new: Option<Side>,
}

/// A file or a link on one side of a difference.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Side {
    pub(super) mode: FileMode,
    pub(super) inside: Inside,
}

/// The bytes of one side.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Inside {
    /// The bytes of a file, or what a link names.
    Bytes(Vec<u8>),
    /// More than is compared line by line.
    Large,
    /// Those of the other side: only the mode differs.
    Same,
}

impl Side {
    /// A link that names `to`.
    pub(super) fn link(to: &str) -> Self {
        Self { mode: FileMode::Link, inside: Inside::Bytes(to.as_bytes().to_vec()) }
    }
}

/// How much more of all files may be compared.
struct Left {
    limits: DiffLimits,
    until: Instant,
}

/// The files of an artifact about what `changed`; none when nothing did.
pub(super) fn files(changed: &[Changed], base: &RepositoryBase) -> Result<Vec<File>, Unusable> {
    if changed.is_empty() {
        return Ok(Vec::new());
    }
    let limits = DiffLimits::default();
    let mut left = Left { limits, until: Instant::now() + limits.deadline };
    let (mut whole, mut difference) = (Vec::new(), TreeDiff::default());
    for Changed { path, old, new } in changed {
        if path.chars().any(|letter| letter.is_control() || letter == '\\') {
            let shown: String = path.chars().filter(|letter| !letter.is_control()).take(120).collect();
            return Err(Unusable(format!("The name of `{shown}` has a control character or a backslash: give the file another one.")));
        }
        let (old, new) = (old.as_ref(), new.as_ref());
        let is_link = |side: Option<&Side>| side.is_some_and(|side| side.mode == FileMode::Link);
        // As Git has it: where a link comes or goes, the old one is removed and the new one is added.
        let parts = if old.is_some() && new.is_some() && (is_link(old) || is_link(new)) {
            vec![(old, None), (None, new)]
        } else {
            vec![(old, new)]
        };
        difference.files.extend(parts.into_iter().map(|(old, new)| left.difference(path, old, new)));
        let is_shown = difference.files.last().is_some_and(|file| matches!(file.content, Content::Text { .. } | Content::Same));
        if let Some(Side { mode: mode @ (FileMode::Plain | FileMode::Executable), inside: Inside::Bytes(bytes) }) = new {
            let kept = format!("{FILES}/{path}");
            if check_path(&kept).is_ok() {
                whole.push(File { executable: *mode == FileMode::Executable, ..File::new(kept, bytes.as_slice()) });
            } else if !is_shown {
                let why = "can be handed in neither as a difference of lines nor as a file";
                return Err(Unusable(format!(
                    "`{path}` {why}: give it a name without parts that begin with a dot, at most 9 folders deep, or make it smaller."
                )));
            }
        }
    }
    let text = format!("# What differs from the branch {} at commit {}.\n{}", base.branch, base.commit, difference.unified());
    whole.push(File::text(DIFFERENCE, text));
    Ok(whole)
}

impl Left {
    fn difference(&mut self, path: &str, old: Option<&Side>, new: Option<&Side>) -> FileDiff {
        let content = self.compared(old, new);
        if let Content::Text { hunks, .. } = &content {
            let lines = hunks.iter().map(|hunk| hunk.lines.len()).sum();
            self.limits.max_lines = self.limits.max_lines.saturating_sub(lines);
        }
        let change = match (old, new) {
            (None, _) => FileChange::Added,
            (_, None) => FileChange::Removed,
            _ => FileChange::Modified,
        };
        let mode = |side: Option<&Side>| side.map(|side| side.mode);
        FileDiff { path: path.to_owned(), change, old_mode: mode(old), new_mode: mode(new), content }
    }

    fn compared(&self, old: Option<&Side>, new: Option<&Side>) -> Content {
        let bytes = |side: Option<&'_ Side>| match side.map(|side| &side.inside) {
            None => Some(Vec::new()),
            Some(Inside::Bytes(bytes)) => Some(bytes.clone()),
            Some(Inside::Large | Inside::Same) => None,
        };
        if new.is_some_and(|new| new.inside == Inside::Same) {
            return Content::Same;
        }
        let (Some(old), Some(new)) = (bytes(old), bytes(new)) else { return Content::TooLarge };
        let largest = u64::try_from(old.len().max(new.len())).unwrap_or(u64::MAX);
        if self.limits.max_lines == 0 || largest > self.limits.max_file_bytes {
            Content::TooLarge
        } else {
            content(&old, &new, self.limits, self.until)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn base() -> RepositoryBase {
        RepositoryBase { branch: "main".to_owned(), commit: "c0ffee".to_owned(), files: "/".into(), kept: Arc::new(()) }
    }

    fn side(bytes: &[u8]) -> Side {
        Side { mode: FileMode::Plain, inside: Inside::Bytes(bytes.to_vec()) }
    }

    fn changed(path: &str, old: Option<Side>, new: Option<Side>) -> Changed {
        Changed { path: path.to_owned(), old, new }
    }

    #[test]
    fn a_difference_names_its_base_and_files_stand_beside_it() {
        let all = [
            changed("a.txt", Some(side(b"1\n")), Some(side(b"2\n"))),
            changed("docs/gone.txt", Some(side(b"g\n")), None),
            changed("logo.png", None, Some(side(b"\0\x01"))),
            changed(".github/ci.yml", None, Some(side(b"on: push\n"))),
        ];
        let files = files(&all, &base()).unwrap();
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["files/a.txt", "files/logo.png", DIFFERENCE]);
        assert_eq!(files[1].bytes, b"\0\x01");
        let text = files[2].as_text().unwrap();
        assert!(text.starts_with("# What differs from the branch main at commit c0ffee.\ndiff --git a/a.txt b/a.txt\n"), "{text}");
        for part in ["-1\n+2\n", "deleted file", "-g\n", "Binary files", "+++ b/.github/ci.yml", "+on: push\n"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert_eq!(super::files(&[], &base()).unwrap(), []);
    }

    #[test]
    fn modes_and_links_are_told_as_git_tells_them_and_no_link_is_handed_in_as_a_file() {
        let runs = |bytes: &[u8]| Side { mode: FileMode::Executable, ..side(bytes) };
        let same = |mode| Side { mode, inside: Inside::Same };
        let all = [
            changed(".hidden", Some(same(FileMode::Plain)), Some(same(FileMode::Executable))),
            changed("both.sh", Some(side(b"1\n")), Some(runs(b"2\n"))),
            changed("gone", Some(Side::link("a.txt")), None),
            changed("new", None, Some(Side::link("a.txt"))),
            changed("to", Some(Side::link("a")), Some(Side::link("b"))),
            changed("was-file", Some(side(b"f\n")), Some(Side::link("b"))),
            changed("was-link", Some(Side::link("b")), Some(runs(b"f\n"))),
        ];
        let files = files(&all, &base()).unwrap();
        let kept: Vec<_> = files.iter().map(|file| (file.path.as_str(), file.executable)).collect();
        assert_eq!(kept, [("files/both.sh", true), ("files/was-link", true), (DIFFERENCE, false)]);
        let text = files[2].as_text().unwrap();
        let gone =
            |name: &str, mode: &str| format!("diff --git a/{name} b/{name}\ndeleted file mode {mode}\n--- a/{name}\n+++ /dev/null\n");
        let new = |name: &str, mode: &str| format!("diff --git a/{name} b/{name}\nnew file mode {mode}\n--- /dev/null\n+++ b/{name}\n");
        for part in [
            "diff --git a/.hidden b/.hidden\nold mode 100644\nnew mode 100755\ndiff --git".to_owned(),
            "old mode 100644\nnew mode 100755\n--- a/both.sh\n".to_owned(),
            gone("gone", "120000") + "@@ -1,1 +0,0 @@\n-a.txt\n\\ No newline at end of file\n",
            new("new", "120000") + "@@ -0,0 +1,1 @@\n+a.txt\n\\ No newline at end of file\n",
            gone("to", "120000"),
            new("to", "120000"),
            gone("was-file", "100644"),
            new("was-file", "120000"),
            gone("was-link", "120000"),
            new("was-link", "100755"),
        ] {
            assert!(text.contains(&part), "{part}: {text}");
        }
    }

    #[test]
    fn what_neither_form_can_hold_is_refused_with_its_name() {
        let refused = |changed| files(&[changed], &base()).unwrap_err().0;
        let binary = refused(changed(".cache/x", None, Some(side(b"\0"))));
        assert!(binary.contains("`.cache/x`"), "{binary}");
        let named = refused(changed("a\n+++ b/other", None, Some(side(b"x"))));
        assert!(named.contains("control character") && !named.contains('\n'), "{named}");
        let old = Side { mode: FileMode::Plain, inside: Inside::Large };
        let large = refused(changed(".large", Some(old), Some(side(b"x"))));
        assert!(large.contains("`.large`"), "{large}");
    }
}
