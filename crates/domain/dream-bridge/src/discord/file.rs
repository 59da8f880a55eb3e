//! Files beside a message: how many and how large Discord takes them.

use super::{LimitFault, limits};
use crate::text;

/// A file to be sent, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    /// Its name, without a folder.
    pub name: String,
    /// Its bytes.
    pub bytes: u64,
    /// What it shows; may be empty.
    pub description: String,
}

/// Everything for which Discord would refuse these files in one message; empty when it would take them.
#[must_use]
pub fn validate_files(files: &[FileFacts]) -> Vec<LimitFault> {
    let mut faults = Vec::new();
    if files.len() > limits::FILES {
        faults.push(LimitFault::TooMany { path: "files".to_owned(), count: files.len(), most: limits::FILES });
    }
    for (n, file) in files.iter().enumerate() {
        let path = |name: &str| format!("files.{n}.{name}");
        if file.name.trim().is_empty() {
            faults.push(LimitFault::Empty { path: path("name") });
        }
        if file.name.contains(['/', '\\', '\0', '"', '\r', '\n']) {
            faults.push(LimitFault::Wrong { path: path("name"), why: "it holds a folder, a quote or a control character" });
        }
        if file.bytes > limits::FILE_BYTES {
            faults.push(LimitFault::TooLarge { path: path("bytes"), bytes: file.bytes, most: limits::FILE_BYTES });
        }
        let length = text::length(&file.description);
        if length > limits::FILE_DESCRIPTION {
            faults.push(LimitFault::TooLong { path: path("description"), length, most: limits::FILE_DESCRIPTION });
        }
    }
    let total = files.iter().map(|file| file.bytes).fold(0_u64, u64::saturating_add);
    if total > limits::REQUEST_BYTES {
        faults.push(LimitFault::TooLarge { path: "files".to_owned(), bytes: total, most: limits::REQUEST_BYTES });
    }
    faults
}

/// The name of a thread as Discord takes it: one line of 1 to 100 characters.
#[must_use]
pub fn thread_name(text: &str) -> String {
    let name = text::shorten(&text::one_line(text), limits::THREAD_NAME);
    if name.is_empty() { "thread".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_held_to_their_number_size_and_names() {
        let file =
            |name: &str, mebibytes: u64| FileFacts { name: name.to_owned(), bytes: mebibytes * 1_048_576, description: String::new() };
        let cases: [(Vec<FileFacts>, &[&str]); 7] = [
            (vec![], &[]),
            (vec![file("a.txt", 10), file("b.txt", 10)], &[]),
            (vec![file("a.txt", 11)], &["files.0.bytes"]),
            (vec![file("a", 9), file("b", 9), file("c", 9)], &["`files` has 28311552 bytes"]),
            (vec![file("../a", 1)], &["a folder"]),
            (vec![file(" ", 1)], &["`files.0.name` is empty"]),
            (vec![file("a", 0); 11], &["`files` has 11 entries"]),
        ];
        for (files, wanted) in cases {
            let faults: Vec<String> = validate_files(&files).iter().map(ToString::to_string).collect();
            assert_eq!(faults.len(), wanted.len(), "{faults:?}");
            assert!(faults.iter().zip(wanted).all(|(fault, wanted)| fault.contains(wanted)), "{faults:?}");
        }
    }

    #[test]
    fn a_thread_always_has_a_name_that_is_taken() {
        assert_eq!(thread_name("db1\nis  down"), "db1 is down");
        assert_eq!(thread_name("\n"), "thread");
        assert_eq!(text::length(&thread_name(&"👨‍👩‍👧‍👦".repeat(40))), 100);
    }
}
