//! Repositories of this machine: copied so that an agent can work in them, and without anything of theirs being executed.

mod hostile;

use dream_agents::{GitRepositories, GitVersion, RepositoryOptions};
use dream_ports::{Repositories as _, RepositoryBase, RepositoryFault, WorkingCopy};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// A folder with repositories that may be read, a folder that agents work in, and what reads and copies.
struct Place {
    folder: tempfile::TempDir,
    repositories: GitRepositories,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["allowed", "agent"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        let repositories = GitRepositories::open(options(folder.path(), vec![folder.path().join("allowed")])).unwrap();
        Self { folder, repositories }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn text(&self, path: &str) -> String {
        self.at(path).display().to_string()
    }

    /// A repository with one commit of these files on `main`.
    fn repository(&self, path: &str, files: &[(&str, &str)]) -> PathBuf {
        let repository = self.at(path);
        std::fs::create_dir_all(&repository).unwrap();
        git(&repository, &["init", "--quiet", "--initial-branch=main"]);
        commit(&repository, files);
        repository
    }

    async fn base(&self, path: &str) -> RepositoryBase {
        self.repositories.base(&self.text(path), "main").await.unwrap()
    }

    async fn copy(&self, base: &RepositoryBase) -> PathBuf {
        let copy = working_copy(&self.at("agent"));
        self.repositories.copy(base, copy).await.unwrap();
        self.at("agent/repository")
    }

    async fn refusal(&self, path: &str, branch: Option<&str>) -> RepositoryFault {
        self.repositories.find(&self.text(path), branch).await.unwrap_err()
    }
}

fn options(folder: &Path, allowed: Vec<PathBuf>) -> RepositoryOptions {
    RepositoryOptions { allowed, folder: folder.join("own"), path: PATH.to_owned(), patience: Duration::from_mins(1) }
}

fn working_copy(folder: &Path) -> WorkingCopy {
    WorkingCopy { folder: folder.to_owned(), name: "repository".to_owned(), branch: "dreamos/tsk_1".to_owned(), author: "ada".to_owned() }
}

fn try_git(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new("git");
    command.env_clear().env("PATH", PATH).env("HOME", folder).env("GIT_CONFIG_NOSYSTEM", "1").current_dir(folder);
    let settings = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "safe.directory=*"];
    let done = command.args(settings).args(arguments).output().unwrap();
    (done.status.success(), String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).trim().to_owned())
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let (done, said) = try_git(folder, arguments);
    assert!(done, "git {arguments:?}: {said}");
    said
}

fn commit(repository: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = repository.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    git(repository, &["add", "--all"]);
    git(repository, &["commit", "--quiet", "--allow-empty", "--message", "a commit"]);
}

#[tokio::test]
async fn a_copy_is_a_repository_of_its_own_in_which_git_works() {
    let place = Place::new();
    let source = place
        .repository("allowed/site", &[("a.txt", "a\n"), ("docs/b.txt", "b\n"), ("crlf.txt", "1\r\n"), (".gitattributes", "* text=auto\n")]);
    commit(&source, &[("a.txt", "a2\n")]);
    std::os::unix::fs::symlink("docs/b.txt", source.join("link")).unwrap();
    std::fs::write(source.join("run.sh"), "#!/bin/sh\n").unwrap();
    std::fs::set_permissions(source.join("run.sh"), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    commit(&source, &[]);
    let found = place.repositories.find(&place.text("allowed/site"), None).await.unwrap();
    assert_eq!((found.branch.as_str(), found.commit), ("main", git(&source, &["rev-parse", "HEAD"])));
    let base = place.base("allowed/site").await;
    let copy = place.copy(&base).await;
    assert_eq!(git(&copy, &["status", "--short", "--branch"]), "## dreamos/tsk_1", "clean, and on a branch of its own");
    assert_eq!(git(&copy, &["rev-parse", "HEAD", "base/main"]), format!("{0}\n{0}", base.commit));
    assert_eq!(git(&copy, &["log", "--oneline"]).lines().count(), 3);
    assert_eq!(std::fs::read_link(copy.join("link")).unwrap(), Path::new("docs/b.txt"));
    assert_eq!(std::fs::metadata(copy.join("run.sh")).unwrap().permissions(), std::os::unix::fs::PermissionsExt::from_mode(0o100_755));
    commit(&copy, &[("new.txt", "n\n")]);
    assert_eq!(git(&copy, &["diff", "--name-only", "base/main"]), "new.txt");
    let all = git(&copy, &["config", "--list", "--local"]);
    assert!(all.contains("user.name=ada") && !all.contains("remote."), "{all}");
    assert_eq!(git(&copy, &["fsck", "--strict"]), "");
    assert!(!source.join("new.txt").exists());
    assert_eq!(git(&source, &["rev-parse", "HEAD"]), base.commit, "what is done in a copy stays in it");
}

/// Bytes of the original are not the copy's: an agent that writes over its objects harms itself.
#[tokio::test]
async fn no_byte_is_shared_with_the_original() {
    use std::os::unix::fs::MetadataExt as _;
    let place = Place::new();
    let source = place.repository("allowed/site", &[("a.txt", "a\n")]);
    let base = place.base("allowed/site").await;
    let copy = place.copy(&base).await;
    let mut folders = vec![copy, base.files.clone(), source];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            match entry.metadata().unwrap() {
                found if found.is_dir() => folders.push(entry.path()),
                found => assert_eq!(found.nlink(), 1, "{}", entry.path().display()),
            }
        }
    }
}

#[tokio::test]
async fn a_branch_is_fetched_once_for_each_commit_and_kept_while_somebody_works_from_it() {
    let place = Place::new();
    let source = place.repository("allowed/site", &[("a.txt", "1")]);
    let first = place.base("allowed/site").await;
    assert_eq!(place.base("allowed/site").await.files, first.files);
    commit(&source, &[("a.txt", "2")]);
    let second = place.base("allowed/site").await;
    assert_ne!(second.commit, first.commit);
    let texts = [&first, &second].map(|base| std::fs::read_to_string(base.files.join("a.txt")).unwrap());
    assert_eq!(texts, ["1", "2"]);
    let old = first.files.clone();
    drop(first);
    commit(&source, &[("a.txt", "3")]);
    place.base("allowed/site").await;
    assert!(!old.exists() && second.files.exists(), "the first is nobody's any more");
    GitRepositories::open(options(place.folder.path(), vec![place.at("allowed")])).unwrap();
    assert!(!second.files.exists(), "a start begins with nothing");
}

#[tokio::test]
async fn what_cannot_be_used_is_refused_with_what_to_do() {
    let place = Place::new();
    place.repository("allowed/site", &[("a", "a")]);
    place.repository("other/secret", &[("a", "a")]);
    std::fs::create_dir(place.at("allowed/plain")).unwrap();
    std::os::unix::fs::symlink(place.at("other/secret"), place.at("allowed/leads-out")).unwrap();
    let checks = [
        ("other/secret", None, "repository_not_allowed"),
        ("allowed/leads-out", None, "repository_not_allowed"),
        ("allowed/../other/secret", None, "repository_not_allowed"),
        ("other/nothing", None, "repository_not_allowed"),
        ("allowed/nothing", None, "repository_unusable"),
        ("allowed/plain", None, "repository_unusable"),
        ("allowed/site", Some("nowhere"), "repository_branch_unknown"),
    ];
    for (path, branch, code) in checks {
        let fault = place.refusal(path, branch).await;
        assert_eq!(fault.code(), code, "{path}: {fault}");
    }
    git(&place.at("allowed/site"), &["checkout", "--quiet", "--detach"]);
    assert_eq!(place.refusal("allowed/site", None).await.code(), "repository_unusable", "without a branch one is to be named");
}

#[tokio::test]
async fn without_a_folder_that_is_allowed_or_without_git_it_is_said_so() {
    let place = Place::new();
    place.repository("allowed/site", &[("a", "a")]);
    let none = GitRepositories::open(options(place.folder.path(), Vec::new())).unwrap();
    let fault = none.find(&place.text("allowed/site"), None).await.unwrap_err();
    assert!(fault.code() == "repositories_not_configured" && fault.to_string().contains("--repositories"), "{fault}");
    let nowhere = RepositoryOptions { path: "/nonexistent".to_owned(), ..options(place.folder.path(), vec![place.at("allowed")]) };
    let fault = GitRepositories::open(nowhere).unwrap().find(&place.text("allowed/site"), None).await.unwrap_err();
    assert_eq!(fault.code(), "git_missing", "{fault}");
    assert_eq!(GitVersion::find("/nonexistent").await.unwrap_err().code(), "git_missing");
    assert!(GitVersion::find(PATH).await.unwrap().0.starts_with("git version"));
}

/// Git that does not come to an end is ended.
#[tokio::test]
async fn git_that_takes_too_long_is_ended() {
    let place = Place::new();
    place.repository("allowed/site", &[("a", "a")]);
    let slow = place.at("slow");
    std::fs::create_dir(&slow).unwrap();
    std::fs::write(slow.join("git"), "#!/bin/sh\nexec sleep 600\n").unwrap();
    std::fs::set_permissions(slow.join("git"), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let options = options(place.folder.path(), vec![place.at("allowed")]);
    let path = format!("{}:{PATH}", slow.display());
    let repositories = GitRepositories::open(RepositoryOptions { path, patience: Duration::from_millis(200), ..options }).unwrap();
    let fault = repositories.find(&place.text("allowed/site"), Some("main")).await.unwrap_err();
    assert_eq!(fault.code(), "git_slow", "{fault}");
}
