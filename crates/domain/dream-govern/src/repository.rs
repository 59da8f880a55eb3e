//! The git repository of a project: where it lies on the server's machine, and the branch that work begins from.

use serde::{Deserialize, Serialize};

/// The longest path of a repository, in bytes.
const LONGEST_PATH: usize = 1_000;
/// The longest name of a branch, in bytes.
const LONGEST_BRANCH: usize = 200;

/// A git repository on the server's machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectRepository {
    /// Its folder: an absolute path without links in it.
    pub path: String,
    /// The branch whose newest commit every piece of work begins from.
    pub branch: String,
}

/// Why a project cannot have such a repository.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RepositoryRefusal {
    /// The path is none from the root of the machine.
    #[error("`{0}` is not a path of a repository; give the whole path from the root, such as /srv/repositories/site")]
    Path(String),
    /// Git would not take the name, or take it for something else.
    #[error("`{0}` is not a name of a branch; name one as `git branch` shows it, such as main")]
    Branch(String),
}

/// Checks a path before anything is looked up: absolute, at most 1,000 bytes, no control character, and no part that leads upwards.
///
/// # Errors
/// [`RepositoryRefusal::Path`].
pub fn check_repository_path(path: &str) -> Result<(), RepositoryRefusal> {
    let fits = path.starts_with('/') && path.len() <= LONGEST_PATH && !path.chars().any(char::is_control);
    if fits && path.split('/').all(|part| part != "..") { Ok(()) } else { Err(RepositoryRefusal::Path(shown(path))) }
}

/// Checks the name of a branch more strictly than git does: letters, digits and `. _ - / + #`, at most 200 bytes, in parts that are not
/// empty, begin with no `.` and no `-`, and end with neither `.` nor `.lock`.
///
/// # Errors
/// [`RepositoryRefusal::Branch`].
pub fn check_branch(name: &str) -> Result<(), RepositoryRefusal> {
    let known = |letter: char| letter.is_alphanumeric() || "._-/+#".contains(letter);
    // What git's own files end with, and these are no files: a name in capitals is another one.
    let of_git = |part: &str| part.strip_suffix(".lock").is_some();
    let part_fits = |part: &str| !part.is_empty() && !part.starts_with(['.', '-']) && !part.ends_with('.') && !of_git(part);
    let fits = name.len() <= LONGEST_BRANCH && name.chars().all(known) && !name.contains("..") && name.split('/').all(part_fits);
    if fits && name != "HEAD" { Ok(()) } else { Err(RepositoryRefusal::Branch(shown(name))) }
}

fn shown(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_begin_at_the_root_and_lead_nowhere_else() {
        for path in ["/srv/site", "/srv/my site.git", "/"] {
            assert_eq!(check_repository_path(path), Ok(()), "{path}");
        }
        for path in
            ["", "site", "./site", "/srv/../etc", "/srv/..", "/srv/\nsite", "ext::sh -c id", "https://host/site.git", "--upload-pack=id"]
        {
            assert!(check_repository_path(path).is_err(), "{path}");
        }
        assert!(check_repository_path(&format!("/{}", "x".repeat(1_000))).is_err());
    }

    #[test]
    fn branches_are_names_and_no_options_or_expressions() {
        for name in ["main", "release/2.1", "feature/a-b_c", "fix#7", "größe", "v1.0+build"] {
            assert_eq!(check_branch(name), Ok(()), "{name}");
        }
        let refused = [
            "",
            "-x",
            "--upload-pack=id",
            "a/-x",
            "a..b",
            "a@{1}",
            "main~1",
            "main^",
            "a b",
            "a:b",
            "/a",
            "a/",
            "a//b",
            ".a",
            "a/.b",
            "a.",
            "a.lock",
            "HEAD",
            "a*",
            "a\nb",
            "a\\b",
            "$(id)",
        ];
        for name in refused {
            assert!(check_branch(name).is_err(), "{name}");
        }
    }
}
