//! Tests of the files beneath a folder.

use super::{Part, read, write};
use std::os::unix::fs::symlink;
use std::path::Path;

const MOST: usize = 1_000;

fn all(folder: &Path, path: &str) -> Result<String, String> {
    read(folder, Path::new(path), Part::default(), MOST).map_err(|error| error.to_string())
}

#[test]
fn nothing_outside_the_folder_is_read_or_written() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("work");
    std::fs::create_dir_all(folder.join("in")).unwrap();
    std::fs::write(place.path().join("secret"), "secret").unwrap();
    symlink(place.path().join("secret"), folder.join("link")).unwrap();
    symlink(place.path(), folder.join("up")).unwrap();
    symlink("/proc/self/root", folder.join("in/root")).unwrap();
    let secret = place.path().join("secret").display().to_string();
    let cases = [secret.as_str(), "../secret", "link", "up/secret", "in/../../secret", "in/root/etc/hostname", "/etc/hostname", "/", ""];
    for path in cases {
        assert!(all(&folder, path).is_err_and(|error| !error.contains("text")), "read {path}");
        assert!(write(&folder, Path::new(path), "changed").is_err(), "wrote {path}");
    }
    assert_eq!(std::fs::read_to_string(place.path().join("secret")).unwrap(), "secret");
}

#[test]
fn what_is_no_file_is_refused_and_never_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("sub")).unwrap();
    rustix::fs::mknodat(rustix::fs::CWD, folder.path().join("pipe"), rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
    std::fs::write(folder.path().join("bytes"), [0xff, 0xfe]).unwrap();
    for (path, expected) in
        [("sub", "no file"), ("pipe", "no file"), ("bytes", "no text"), ("none", "not exist"), ("none/sub", "not exist")]
    {
        let error = all(folder.path(), path).unwrap_err();
        assert!(error.contains(expected), "{path}: {error}");
    }
    assert!(write(folder.path(), Path::new("pipe"), "text").is_err());
}

#[test]
fn parts_of_a_text_are_lines_counted_from_one() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &folder.path().join("a/b/c.txt"), "one\ntwo\nthree\n").unwrap();
    let part = |line, limit| read(folder.path(), Path::new("a/b/c.txt"), Part { line, limit }, MOST).unwrap();
    assert_eq!(part(None, None), "one\ntwo\nthree\n");
    assert_eq!(part(Some(2), Some(1)), "two\n");
    assert_eq!(part(Some(2), None), "two\nthree\n");
    assert_eq!(part(Some(9), Some(1)), "");
    assert_eq!(part(None, Some(0)), "");
    write(folder.path(), Path::new("a/b/c.txt"), "new").unwrap();
    assert_eq!(part(None, None), "new");
}

#[test]
fn a_text_that_is_too_large_is_refused_and_can_be_read_in_parts() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("large"), "0123456789\n".repeat(200)).unwrap();
    assert!(all(folder.path(), "large").unwrap_err().contains("fewer lines"));
    let part = read(folder.path(), Path::new("large"), Part { line: Some(150), limit: Some(2) }, MOST).unwrap();
    assert_eq!(part, "0123456789\n0123456789\n");
}
