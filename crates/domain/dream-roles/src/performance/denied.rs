//! What constraints forbid in an artifact: paths of files, and hosts that they name.

use crate::{CheckResult, File};
use serde::{Deserialize, Serialize};

/// The name of the check.
const CONSTRAINTS: &str = "constraints";

/// The paths and hosts that may not be in what is handed in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Denied {
    /// Folders and files: nothing may be handed in at or under them.
    pub paths: Vec<String>,
    /// Hosts in lower case: no file may name them or one below them.
    pub hosts: Vec<String>,
}

impl Denied {
    /// The result of looking for them in `files`; `None` when nothing is forbidden.
    #[must_use]
    pub fn check(&self, files: &[File]) -> Option<CheckResult> {
        if self.paths.is_empty() && self.hosts.is_empty() {
            return None;
        }
        let failures: Vec<String> = files.iter().flat_map(|file| self.faults(file)).collect();
        Some(CheckResult { name: CONSTRAINTS.to_owned(), passed: failures.is_empty(), failures })
    }

    fn faults(&self, file: &File) -> Vec<String> {
        let text = String::from_utf8_lossy(&file.bytes).to_lowercase();
        let paths = self.paths.iter().filter(|path| is_under(&file.path, path));
        let hosts = self.hosts.iter().filter(|host| names_host(&text, host));
        let paths = paths.map(|path| format!("A constraint forbids `{path}`: hand in no file `{}`.", file.path));
        // With its dots in brackets, as is usual for hosts that must not be named: quoting the sentence breaks no rule.
        let hosts = hosts.map(|host| (host.replace('.', "[.]"), &file.path));
        let hosts = hosts.map(|(host, path)| format!("A constraint forbids the host `{host}`: take it out of `{path}`."));
        paths.chain(hosts).collect()
    }
}

/// Whether `path` is `folder` or in it. A `/` in front changes nothing on either side: an agent's tool may take `/etc` for `etc`.
fn is_under(path: &str, folder: &str) -> bool {
    let (path, folder) = (path.trim_start_matches('/'), folder.trim_matches('/'));
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || folder.is_empty())
}

/// Whether `text` names `host` or a host below it; not when it is only a part of another name.
fn names_host(text: &str, host: &str) -> bool {
    let of_name = |letter: char| letter.is_alphanumeric() || letter == '-';
    text.match_indices(host).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let mut after = text.get(at + host.len()..).unwrap_or_default().chars();
        let goes_on = match after.next() {
            Some('.') => after.next().is_some_and(of_name),
            Some(letter) => of_name(letter),
            None => false,
        };
        !before.is_some_and(of_name) && !goes_on && !host.is_empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_found_as_a_whole_name_and_with_what_is_below_it() {
        for (text, found) in [
            ("see https://evil.example/x", true),
            ("evil.example", true),
            ("ask cdn.evil.example.", true),
            ("<a href=\"//evil.example:8080\">", true),
            ("notevil.example", false),
            ("evil.example.org", false),
            ("evil.examples", false),
            ("not-evil.example", false),
            ("", false),
        ] {
            assert_eq!(names_host(text, "evil.example"), found, "{text}");
        }
    }

    #[test]
    fn a_path_is_found_as_a_whole_name_and_with_what_is_in_it() {
        for (path, folder, found) in [
            ("scripts/a.js", "scripts", true),
            ("scripts/a.js", "/scripts/", true),
            ("scripts/a.js", "scripts/a.js", true),
            ("/scripts/a.js", "scripts", true),
            ("scripts-old/a.js", "scripts", false),
            ("a/scripts/a.js", "scripts", false),
        ] {
            assert_eq!(is_under(path, folder), found, "{path} under {folder}");
        }
    }
}
