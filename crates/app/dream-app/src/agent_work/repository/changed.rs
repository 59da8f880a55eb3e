//! What differs, as files of an artifact: one text with the difference, and beside it each changed file whole.

use super::super::folder::Unusable;
use dream_blobs::diff::{Content, DiffLimits, FileChange, FileDiff, TreeDiff, content};
use dream_ports::RepositoryBase;
use dream_roles::{File, check_path};
use std::time::Instant;

/// The file with the difference, which `git apply` takes for text.
pub(super) const DIFFERENCE: &str = "changes.diff";
/// The folder with the changed files.
const FILES: &str = "files";

/// A file that differs.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Changed {
    /// Its path in the working copy.
    pub(super) path: String,
    /// What the base has.
    pub(super) old: Side,
    /// What the working copy has.
    pub(super) new: Side,
}

/// A file on one side of a difference.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// There is none.
    Missing,
    /// Its bytes.
    Bytes(Vec<u8>),
    /// It is larger than what is compared line by line.
    Large,
}

/// The files of an artifact about what `changed`; none when nothing did.
pub(super) fn files(changed: Vec<Changed>, base: &RepositoryBase) -> Result<Vec<File>, Unusable> {
    if changed.is_empty() {
        return Ok(Vec::new());
    }
    let limits = DiffLimits::default();
    let until = Instant::now() + limits.deadline;
    let mut lines = limits.max_lines;
    let (mut whole, mut difference) = (Vec::new(), TreeDiff::default());
    for Changed { path, old, new } in changed {
        if path.chars().any(|letter| letter.is_control() || letter == '\\') {
            let shown: String = path.chars().filter(|letter| !letter.is_control()).take(120).collect();
            return Err(Unusable(format!("The name of `{shown}` has a control character or a backslash: give the file another one.")));
        }
        let change = match (&old, &new) {
            (Side::Missing, _) => FileChange::Added,
            (_, Side::Missing) => FileChange::Removed,
            _ => FileChange::Modified,
        };
        let content = compared(&old, &new, DiffLimits { max_lines: lines, ..limits }, until);
        if let Content::Text { hunks, .. } = &content {
            lines = lines.saturating_sub(hunks.iter().map(|hunk| hunk.lines.len()).sum());
        }
        if let Side::Bytes(bytes) = new {
            let kept = format!("{FILES}/{path}");
            if check_path(&kept).is_ok() {
                whole.push(File { path: kept, bytes });
            } else if !matches!(content, Content::Text { .. }) {
                let why = "can be handed in neither as a difference of lines nor as a file";
                return Err(Unusable(format!(
                    "`{path}` {why}: give it a name without parts that begin with a dot, at most 9 folders deep, or make it smaller."
                )));
            }
        }
        difference.files.push(FileDiff { path, change, content });
    }
    let text = format!("# What differs from the branch {} at commit {}.\n{}", base.branch, base.commit, difference.unified());
    whole.push(File::text(DIFFERENCE, text));
    Ok(whole)
}

fn compared(old: &Side, new: &Side, limits: DiffLimits, until: Instant) -> Content {
    let bytes = |side: &'_ Side| match side {
        Side::Missing => Some(Vec::new()),
        Side::Bytes(bytes) => Some(bytes.clone()),
        Side::Large => None,
    };
    let (Some(old), Some(new)) = (bytes(old), bytes(new)) else { return Content::TooLarge };
    let largest = u64::try_from(old.len().max(new.len())).unwrap_or(u64::MAX);
    if limits.max_lines == 0 || largest > limits.max_file_bytes { Content::TooLarge } else { content(&old, &new, limits, until) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn base() -> RepositoryBase {
        RepositoryBase { branch: "main".to_owned(), commit: "c0ffee".to_owned(), files: "/".into(), kept: Arc::new(()) }
    }

    fn changed(path: &str, old: Option<&[u8]>, new: Option<&[u8]>) -> Changed {
        let side = |bytes: Option<&[u8]>| bytes.map_or(Side::Missing, |bytes| Side::Bytes(bytes.to_vec()));
        Changed { path: path.to_owned(), old: side(old), new: side(new) }
    }

    #[test]
    fn a_difference_names_its_base_and_files_stand_beside_it() {
        let all = vec![
            changed("a.txt", Some(b"1\n"), Some(b"2\n")),
            changed("docs/gone.txt", Some(b"g\n"), None),
            changed("logo.png", None, Some(b"\0\x01")),
            changed(".github/ci.yml", None, Some(b"on: push\n")),
        ];
        let files = files(all, &base()).unwrap();
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["files/a.txt", "files/logo.png", DIFFERENCE]);
        assert_eq!(files[1].bytes, b"\0\x01");
        let text = files[2].as_text().unwrap();
        assert!(text.starts_with("# What differs from the branch main at commit c0ffee.\ndiff --git a/a.txt b/a.txt\n"), "{text}");
        for part in ["-1\n+2\n", "deleted file", "-g\n", "Binary files", "+++ b/.github/ci.yml", "+on: push\n"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert_eq!(super::files(Vec::new(), &base()).unwrap(), []);
    }

    #[test]
    fn what_neither_form_can_hold_is_refused_with_its_name() {
        let refused = |changed| files(vec![changed], &base()).unwrap_err().0;
        let binary = refused(changed(".cache/x", None, Some(b"\0")));
        assert!(binary.contains("`.cache/x`"), "{binary}");
        let named = refused(changed("a\n+++ b/other", None, Some(b"x")));
        assert!(named.contains("control character") && !named.contains('\n'), "{named}");
        let large = refused(Changed { path: ".large".to_owned(), old: Side::Large, new: Side::Bytes(b"x".to_vec()) });
        assert!(large.contains("`.large`"), "{large}");
    }
}
