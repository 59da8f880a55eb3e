//! Files of an artifact, and which paths are safe.

use serde::{Deserialize, Serialize};

/// One file of an artifact. As JSON its content is a text where it is one, else a list of bytes, and `executable` is left out where it is
/// not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct File {
    /// Its path inside the artifact: relative, `/` between parts, safe by [`check_path`].
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether it may be executed.
    pub executable: bool,
}

/// An artifact that a stage works from, in the version it was approved in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The artifact's name in the template, such as `prd` or `site`.
    pub name: String,
    /// Its files, in the order of their paths.
    pub files: Vec<File>,
}

/// A file as JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    path: String,
    content: Content,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    executable: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Content {
    Text(String),
    Bytes(Vec<u8>),
}

impl From<File> for Written {
    fn from(file: File) -> Self {
        let content = String::from_utf8(file.bytes).map_or_else(|error| Content::Bytes(error.into_bytes()), Content::Text);
        Self { path: file.path, content, executable: file.executable }
    }
}

impl From<Written> for File {
    fn from(written: Written) -> Self {
        let bytes = match written.content {
            Content::Text(text) => text.into_bytes(),
            Content::Bytes(bytes) => bytes,
        };
        Self { path: written.path, bytes, executable: written.executable }
    }
}

/// Why a path may not be part of an artifact.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the path `{path}` {why}; use a relative path such as `pages/about.html`")]
pub struct PathRefusal {
    /// The path, at most 120 characters of it.
    pub path: String,
    /// What is wrong with it.
    pub why: &'static str,
}

/// The longest path, in bytes.
const LONGEST: usize = 200;

/// Checks that `path` is relative, stays inside its artifact, and means the same on every file system:
/// ASCII letters, digits, `.`, `_` and `-` in parts divided by `/`; no part begins with `.` or `-` or ends with `.`;
/// at most 200 bytes and 10 parts.
///
/// # Errors
/// [`PathRefusal`] with the first rule that it breaks.
pub fn check_path(path: &str) -> Result<(), PathRefusal> {
    match path_fault(path) {
        None => Ok(()),
        Some(why) => Err(PathRefusal { path: path.chars().take(120).collect(), why }),
    }
}

fn path_fault(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        return Some("is empty");
    }
    if path.len() > LONGEST {
        return Some("is longer than 200 bytes");
    }
    if path.starts_with('/') {
        return Some("is absolute");
    }
    if path.split('/').count() > 10 {
        return Some("has more than 10 parts");
    }
    path.split('/').find_map(part_fault)
}

fn part_fault(part: &str) -> Option<&'static str> {
    let stem = part.split('.').next().unwrap_or(part).to_ascii_uppercase();
    let numbered = |prefix: &str| stem.strip_prefix(prefix).is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()));
    if part.is_empty() {
        Some("has an empty part")
    } else if part == "." || part == ".." {
        Some("leaves its folder")
    } else if part.starts_with(['.', '-']) || part.ends_with('.') {
        Some("has a part that begins with `.` or `-` or ends with `.`")
    } else if !part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-')) {
        Some("has characters other than ASCII letters, digits, `.`, `_` and `-`")
    } else if matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT") {
        Some("has a part that some systems reserve for a device")
    } else {
        None
    }
}

impl File {
    /// A file from its path and bytes, which is not to be executed.
    #[must_use]
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into(), executable: false }
    }

    /// A file from its path and text, which is not to be executed.
    #[must_use]
    pub fn text(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self::new(path, text.into())
    }

    /// Its bytes as text, if they are UTF-8.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok()
    }

    /// Whether its path ends with `.` and one of `extensions`, in whatever case.
    #[must_use]
    pub fn has_extension(&self, extensions: &[&str]) -> bool {
        let extension = self.path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, extension)| extension);
        extension.is_some_and(|found| extensions.iter().any(|wanted| found.eq_ignore_ascii_case(wanted)))
    }
}

impl Input {
    /// Whether a web site's pages are among its files.
    pub(crate) fn is_site(&self) -> bool {
        self.files.iter().any(|file| file.has_extension(&["html", "htm"]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_that_stay_inside_and_mean_the_same_everywhere_are_safe() {
        for safe in ["index.html", "pages/about-us.html", "a/b/c/d_e.F9", "README", "console.css", "com10.txt"] {
            assert_eq!(check_path(safe), Ok(()), "{safe}");
        }
        let long = "a".repeat(201);
        let deep = ["a"; 11].join("/");
        let unsafe_paths = [
            "",
            "/etc/passwd",
            "../x",
            "a/../b",
            "a//b",
            "a/",
            ".git/config",
            "a\\b",
            "C:x",
            "a b",
            "a\nb",
            "é.html",
            "-rf",
            "a.",
            "nul",
            "x/COM1.txt",
            "a/./b",
            &long,
            &deep,
        ];
        for path in unsafe_paths {
            assert!(check_path(path).is_err(), "{path:?}");
        }
    }

    #[test]
    fn a_file_that_may_be_executed_says_so_and_others_say_nothing() {
        let plain = File::text("a", "x");
        assert_eq!(serde_json::to_string(&plain).unwrap(), r#"{"path":"a","content":"x"}"#);
        let runs = File { executable: true, ..plain.clone() };
        let written = serde_json::to_string(&runs).unwrap();
        assert_eq!(written, r#"{"path":"a","content":"x","executable":true}"#);
        assert_eq!(serde_json::from_str::<File>(&written).unwrap(), runs);
        assert_eq!(serde_json::from_str::<File>(r#"{"path":"a","content":"x"}"#).unwrap(), plain);
    }
}
