//! Differences: right lines, marked words, bounded work, and unified text that other tools take.

use crate::support::{Place, files, org};
use axum::body::Bytes;
use dream_blobs::diff::{Content, DiffLimits, FileChange, FileDiff, FileMode, Line, LineKind, TreeDiff, content};
use dream_blobs::{Tree, TreeFile};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;

async fn tree(place: &Place, files: &[(&str, &[u8])]) -> Tree {
    let mut listed = Vec::new();
    for (path, bytes) in files {
        let digest = place.blobs.put(org(1), Bytes::copy_from_slice(bytes)).await.unwrap();
        listed.push(TreeFile::new(*path, digest, u64::try_from(bytes.len()).unwrap()));
    }
    Tree::new(listed).unwrap()
}

async fn diff(old: &[(&str, &[u8])], new: &[(&str, &[u8])], limits: DiffLimits) -> TreeDiff {
    let place = Place::disk().await;
    let (old, new) = (tree(&place, old).await, tree(&place, new).await);
    place.blobs.diff(org(1), &old, &new, limits).await.unwrap()
}

fn compare(old: &str, new: &str) -> Content {
    content(old.as_bytes(), new.as_bytes(), DiffLimits::default(), Instant::now() + Duration::from_secs(5))
}

fn lines<T: std::fmt::Display>(lines: impl Iterator<Item = T>) -> String {
    lines.fold(String::new(), |mut text, line| {
        writeln!(text, "{line}").unwrap();
        text
    })
}

/// The lines of a text's difference, changed words in brackets.
fn shown(content: &Content) -> String {
    let Content::Text { hunks, .. } = content else { return format!("{content:?}") };
    let mut out = String::new();
    for hunk in hunks {
        writeln!(out, "@@ {},{} {},{}", hunk.old_start, hunk.old_lines, hunk.new_start, hunk.new_lines).unwrap();
        hunk.lines.iter().for_each(|line| show_line(&mut out, line));
    }
    out
}

fn show_line(out: &mut String, line: &Line) {
    out.push(match line.kind {
        LineKind::Context => ' ',
        LineKind::Removed => '-',
        LineKind::Added => '+',
    });
    for piece in &line.pieces {
        if piece.changed {
            write!(out, "[{}]", piece.text).unwrap();
        } else {
            out.push_str(&piece.text);
        }
    }
    out.push_str(if line.newline { "\n" } else { "$\n" });
}

#[test]
fn hunks_number_their_lines_and_mark_changed_words() {
    let old: String = lines((1..=12).map(|n| format!("line {n}")));
    let new = old.replace("line 2\n", "line two\n").replace("line 11\n", "");
    assert_eq!(
        shown(&compare(&old, &new)),
        "@@ 1,5 1,5\n line 1\n-line [2]\n+line [two]\n line 3\n line 4\n line 5\n@@ 8,5 8,4\n line 8\n line 9\n line 10\n-line 11\n line 12\n"
    );
    let Content::Text { added, removed, hunks } = compare(&old, &new) else { panic!("text") };
    assert_eq!((added, removed), (1, 2));
    let numbers: Vec<_> = hunks[0].lines.iter().map(|line| (line.old, line.new)).collect();
    assert_eq!(&numbers[..4], [(Some(1), Some(1)), (Some(2), None), (None, Some(2)), (Some(3), Some(3))]);
}

#[test]
fn ends_of_files_and_odd_line_ends_are_kept() {
    assert_eq!(shown(&compare("a\nb", "a\nb\n")), "@@ 1,2 1,2\n a\n-b$\n+b\n");
    assert_eq!(shown(&compare("", "a\n")), "@@ 0,0 1,1\n+a\n");
    assert_eq!(shown(&compare("a\n", "")), "@@ 1,1 0,0\n-a\n");
    assert_eq!(shown(&compare("a\r\nb\n", "a\nb\n")), "@@ 1,2 1,2\n-a\r\n+a\n b\n");
    assert_eq!(compare("a\n", "a\n"), Content::Text { added: 0, removed: 0, hunks: Vec::new() });
}

#[test]
fn what_is_no_text_is_binary() {
    let until = Instant::now() + Duration::from_secs(5);
    for bytes in [b"a\0b".as_slice(), &[0xff, 0xfe, b'a']] {
        assert_eq!(content(b"text", bytes, DiffLimits::default(), until), Content::Binary);
    }
}

#[test]
fn work_is_bounded_by_lines_and_by_time() {
    let old: String = lines((0..30_000_i64).map(|n| n * 7919 % 30_011));
    let new: String = lines((0..30_000_i64).map(|n| n * 104_729 % 30_013));
    assert_eq!(compare(&old, &new), Content::TooLarge);
    // A deadline that has passed still gives a right difference.
    let limits = DiffLimits { max_lines: usize::MAX, ..DiffLimits::default() };
    let late = content(old.as_bytes(), new.as_bytes(), limits, Instant::now());
    assert!(apply(&old, &late) == new);
}

#[tokio::test]
async fn files_are_added_removed_modified_and_renamed() {
    let old: [(&str, &[u8]); 7] = [
        ("a.md", b"one\n"),
        ("empty", b""),
        ("gone.md", b"bye\n"),
        ("logo.png", b"\0one"),
        ("old name.md", b"moved\n"),
        ("same", b"x"),
        ("z", b""),
    ];
    let new: [(&str, &[u8]); 7] = [
        ("a.md", b"two\n"),
        ("dir/new name.md", b"moved\n"),
        ("empty", b""),
        ("logo.png", b"\0two"),
        ("new.md", b"hi\n"),
        ("same", b"x"),
        ("y", b""),
    ];
    let diff = diff(&old, &new, DiffLimits::default()).await;
    let changes: Vec<_> = diff.files.iter().map(|file| (file.path.as_str(), file.change.clone())).collect();
    assert_eq!(
        changes,
        [
            ("a.md", FileChange::Modified),
            ("dir/new name.md", FileChange::Renamed { from: "old name.md".into() }),
            ("gone.md", FileChange::Removed),
            ("logo.png", FileChange::Modified),
            ("new.md", FileChange::Added),
            ("y", FileChange::Added),
            ("z", FileChange::Removed),
        ]
    );
    assert_eq!((&diff.files[1].content, &diff.files[3].content), (&Content::Same, &Content::Binary));
    let json = serde_json::to_value(&diff).unwrap();
    assert_eq!(json["files"][1]["change"], "renamed");
    assert_eq!(json["files"][1]["from"], "old name.md");
    assert_eq!(json["files"][0]["content"]["hunks"][0]["lines"][0]["kind"], "removed");
    assert_eq!(serde_json::from_value::<TreeDiff>(json).unwrap(), diff);
}

#[tokio::test]
async fn large_files_are_named_and_not_compared() {
    let limits = DiffLimits { max_file_bytes: 10, ..DiffLimits::default() };
    let diff = diff(&[("a", b"short\n"), ("b", b"short\n")], &[("a", b"longer than ten\n"), ("b", b"other\n")], limits).await;
    assert_eq!(diff.files[0].content, Content::TooLarge);
    assert!(matches!(diff.files[1].content, Content::Text { .. }));
    assert!(diff.unified().contains("Files a/a and b/a differ; they are too large to show\n"), "{}", diff.unified());
    let few = DiffLimits { max_lines: 3, ..DiffLimits::default() };
    let diff = self::diff(&[("a", b"1\n"), ("b", b"1\n"), ("c", b"1\n")], &[("a", b"2\n"), ("b", b"2\n"), ("c", b"2\n")], few).await;
    let compared = diff.files.iter().filter(|file| matches!(file.content, Content::Text { .. })).count();
    assert_eq!(compared, 1, "the hunks of all files together are bounded");
}

#[tokio::test]
async fn an_altered_blob_is_an_error_and_no_difference() {
    let place = Place::disk().await;
    let (old, new) = (tree(&place, &[("a", b"one\n")]).await, tree(&place, &[("a", b"two\n")]).await);
    let key = files_of(&place);
    place.alter(&key, b"three\n");
    let error = place.blobs.diff(org(1), &old, &new, DiffLimits::default()).await.unwrap_err();
    assert_eq!(error.code(), "blob_corrupt");
}

fn files_of(place: &Place) -> String {
    place.keys().into_iter().next().unwrap()
}

/// Unified text is right when an independent tool makes the new tree of the old one with it.
#[tokio::test]
async fn git_applies_the_unified_text() {
    let git = |folder: &TempDir, args: &[&str]| Command::new("git").args(args).current_dir(folder.path()).output();
    let old: [(&str, &[u8]); 8] = [
        ("a.md", b"one\ntwo\nthree\n"),
        ("crlf", b"a\r\nb\r\n"),
        ("end", b"no newline"),
        ("gone", b"bye\n"),
        ("moved", b"the same\n"),
        ("quote\"d", b"1\n"),
        ("with space", b"1\n2\n"),
        ("\u{fc}mlaut/\u{65e5}", b"1\n"),
    ];
    let new: [(&str, &[u8]); 8] = [
        ("a.md", b"zero\none\nthree\nfour"),
        ("crlf", b"a\r\nc\r\n"),
        ("end", b"no newline still"),
        ("dir/fresh", b"hi\n"),
        ("dir/moved to", b"the same\n"),
        ("quote\"d", b"2\n"),
        ("with space", b"2\n3\n"),
        ("\u{fc}mlaut/\u{65e5}", b"2\n"),
    ];
    let folder = TempDir::new().unwrap();
    if git(&folder, &["init", "--quiet"]).is_err() {
        eprintln!("SKIPPED: there is no git on this machine");
        return;
    }
    for (path, bytes) in old {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let patch = diff(&old, &new, DiffLimits::default()).await.unified();
    std::fs::write(folder.path().join(".git/patch"), &patch).unwrap();
    let applied = git(&folder, &["apply", "--whitespace=nowarn", ".git/patch"]).unwrap();
    assert!(applied.status.success(), "{}\n{patch}", String::from_utf8_lossy(&applied.stderr));
    std::fs::remove_dir_all(folder.path().join(".git")).unwrap();
    let mut expected: Vec<String> = new.iter().map(|(path, _)| (*path).to_owned()).collect();
    expected.sort();
    assert_eq!(files(folder.path()), expected);
    for (path, bytes) in new {
        assert_eq!(std::fs::read(folder.path().join(path)).unwrap(), bytes, "{path}");
    }
}

#[tokio::test]
async fn a_mode_that_changes_is_a_difference_of_its_own() {
    let place = Place::disk().await;
    let plain = tree(&place, &[("both.sh", b"1\n"), ("mode.sh", b"1\n"), ("old.sh", b"1\n"), ("same.sh", b"1\n")]).await;
    let runs = |(path, text): (&str, &'static [u8])| TreeFile { executable: true, ..file_of(path, text) };
    let executable: [(&str, &'static [u8]); 3] = [("both.sh", b"2\n"), ("mode.sh", b"1\n"), ("new.sh", b"new\n")];
    let mut files: Vec<TreeFile> = executable.map(runs).into();
    files.push(file_of("same.sh", b"1\n"));
    for text in [b"2\n".as_slice(), b"new\n"] {
        place.blobs.put(org(1), Bytes::from_static(text)).await.unwrap();
    }
    let diff = place.blobs.diff(org(1), &plain, &Tree::new(files).unwrap(), DiffLimits::default()).await.unwrap();
    let modes: Vec<_> = diff.files.iter().map(|file| (file.path.as_str(), file.old_mode, file.new_mode)).collect();
    let (plain, runs) = (Some(FileMode::Plain), Some(FileMode::Executable));
    assert_eq!(modes, [("both.sh", plain, runs), ("mode.sh", plain, runs), ("new.sh", None, runs), ("old.sh", plain, None)]);
    assert_eq!((&diff.files[1].change, &diff.files[1].content), (&FileChange::Modified, &Content::Same));
    let text = diff.unified();
    for part in [
        "diff --git a/both.sh b/both.sh\nold mode 100644\nnew mode 100755\n--- a/both.sh\n",
        "diff --git a/mode.sh b/mode.sh\nold mode 100644\nnew mode 100755\ndiff --git ",
        "new file mode 100755\n",
        "deleted file mode 100644\n",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

fn file_of(path: &str, bytes: &[u8]) -> TreeFile {
    TreeFile::new(path, dream_ledger::Digest::of(bytes), u64::try_from(bytes.len()).unwrap())
}

/// A change of a link is the old one gone and a new one: modes, kinds and targets as Git reads them.
#[test]
fn git_takes_modes_and_links_from_the_unified_text() {
    let folder = TempDir::new().unwrap();
    let git = |args: &[&str]| Command::new("git").args(args).current_dir(folder.path()).output();
    if git(&["init", "--quiet"]).is_err() {
        eprintln!("SKIPPED: there is no git on this machine");
        return;
    }
    std::fs::write(folder.path().join("run.sh"), "1\n").unwrap();
    std::fs::write(folder.path().join("was-file"), "1\n").unwrap();
    for (name, to) in [("gone", "run.sh"), ("turned", "run.sh")] {
        std::os::unix::fs::symlink(to, folder.path().join(name)).unwrap();
    }
    let one = |path: &str, old: Option<(FileMode, &str)>, new: Option<(FileMode, &str)>| FileDiff {
        path: path.to_owned(),
        change: match (&old, &new) {
            (None, _) => FileChange::Added,
            (_, None) => FileChange::Removed,
            _ => FileChange::Modified,
        },
        old_mode: old.map(|(mode, _)| mode),
        new_mode: new.map(|(mode, _)| mode),
        content: compare(old.map_or("", |(_, text)| text), new.map_or("", |(_, text)| text)),
    };
    let (plain, runs, link) = (FileMode::Plain, FileMode::Executable, FileMode::Link);
    let files = vec![
        one("gone", Some((link, "run.sh")), None),
        one("new", None, Some((link, "run.sh"))),
        one("run.sh", Some((plain, "1\n")), Some((runs, "1\n"))),
        one("turned", Some((link, "run.sh")), None),
        one("turned", None, Some((link, "new"))),
        one("was-file", Some((plain, "1\n")), None),
        one("was-file", None, Some((link, "run.sh"))),
    ];
    std::fs::write(folder.path().join(".git/patch"), TreeDiff { files }.unified()).unwrap();
    let applied = git(&["apply", ".git/patch"]).unwrap();
    assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stderr));
    let to = |name: &str| std::fs::read_link(folder.path().join(name)).ok().and_then(|to| to.into_os_string().into_string().ok());
    let found = ["gone", "new", "turned", "was-file"].map(to);
    assert_eq!(found, [None, Some("run.sh".to_owned()), Some("new".to_owned()), Some("run.sh".to_owned())]);
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(folder.path().join("run.sh")).unwrap().permissions());
    assert_eq!(mode & 0o111, 0o111);
}

/// Makes the new text of the old one and its difference, independently of how the difference was found.
fn apply(old: &str, content: &Content) -> String {
    let Content::Text { hunks, .. } = content else { panic!("{content:?}") };
    let lines: Vec<&str> = old.split_inclusive('\n').collect();
    let (mut out, mut at) = (String::new(), 0);
    for hunk in hunks {
        let start = usize::try_from(hunk.old_start).unwrap() - usize::from(hunk.old_lines > 0);
        out.extend(lines[at..start].iter().copied());
        at = start;
        for line in &hunk.lines {
            let text: String = line.pieces.iter().map(|piece| piece.text.as_str()).collect();
            let text = if line.newline { text + "\n" } else { text };
            if line.kind != LineKind::Added {
                assert_eq!(lines[at], text, "the old side is the old text");
                at += 1;
            }
            if line.kind != LineKind::Removed {
                out.push_str(&text);
            }
        }
    }
    out.extend(lines[at..].iter().copied());
    out
}

proptest! {
    #[test]
    fn a_difference_makes_the_new_text_of_the_old(old in "([ab]{0,2} ?[cd\u{e9}]{0,2}\r?\n){0,12}[ab]{0,3}", new in "([ab]{0,2} ?[cd\u{e9}]{0,2}\r?\n){0,12}[ab]{0,3}") {
        prop_assert_eq!(apply(&old, &compare(&old, &new)), new);
    }
}
