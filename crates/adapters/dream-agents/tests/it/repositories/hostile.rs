//! Repositories and agents that mean harm.

use super::{Place, commit, git, try_git, working_copy};
use dream_ports::Repositories as _;
use std::path::Path;

/// Commands that a repository can name, each of which leaves a file of its own name in `marks`.
fn arm(repository: &Path, marks: &Path) {
    let script = |name: &str| {
        let path = marks.join(format!("{name}.sh"));
        std::fs::write(&path, format!("#!/bin/sh\n: > {}/{name}\ncat\n", marks.display())).unwrap();
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        path.display().to_string()
    };
    let hooks = ["post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc", "fsmonitor-watchman"];
    std::fs::create_dir_all(repository.join(".git/hooks")).unwrap();
    for hook in hooks {
        std::os::unix::fs::symlink(script(hook), repository.join(".git/hooks").join(hook)).unwrap();
    }
    let settings = [
        ("filter.evil.smudge", "smudge"),
        ("filter.evil.clean", "clean"),
        ("filter.evil.process", "process"),
        ("diff.evil.textconv", "textconv"),
        ("core.fsmonitor", "fsmonitor"),
        ("core.sshCommand", "ssh"),
        ("core.alternateRefsCommand", "alternates"),
        ("core.pager", "pager"),
        ("uploadpack.packObjectsHook", "pack"),
        ("credential.helper", "credential"),
    ];
    for (key, name) in settings {
        git(repository, &["config", key, &script(name)]);
    }
    git(repository, &["config", "filter.evil.required", "true"]);
    git(repository, &["config", "--unset", "filter.evil.process"]);
}

fn marked(marks: &Path) -> Vec<String> {
    let names = std::fs::read_dir(marks).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut found: Vec<String> = names.filter(|name| name.strip_suffix(".sh").is_none()).collect();
    found.sort();
    found
}

/// Trap 26, and the escape list's 19 and 20: written now, executed later, outside.
#[tokio::test]
async fn nothing_that_a_repository_names_is_executed() {
    let place = Place::new();
    let marks = place.at("marks");
    std::fs::create_dir(&marks).unwrap();
    let module = format!("[submodule \"m\"]\n\tpath = m\n\turl = ext::sh -c ':>{}/submodule'\n", marks.display());
    let files = [(".gitattributes", "* filter=evil diff=evil\n"), ("a.txt", "a\n"), (".gitmodules", module.as_str())];
    let source = place.repository("allowed/evil", &files);
    let commit = git(&source, &["rev-parse", "HEAD"]);
    git(&source, &["update-index", "--add", "--cacheinfo", &format!("160000,{commit},m")]);
    git(&source, &["commit", "--quiet", "--message", "a submodule"]);
    git(&source, &["config", "submodule.m.url", &format!("ext::sh -c ':>{}/submodule'", marks.display())]);
    git(&source, &["config", "submodule.recurse", "true"]);
    arm(&source, &marks);
    // The snares work: whoever makes a work tree of it as usual steps into them.
    let _ = try_git(&source, &["worktree", "add", "--quiet", "--detach", "../tree"]);
    let stepped = marked(&marks);
    assert!(stepped.contains(&"smudge".to_owned()) && stepped.contains(&"post-checkout".to_owned()), "{stepped:?}");
    for name in stepped {
        std::fs::remove_file(marks.join(name)).unwrap();
    }
    let base = place.base("allowed/evil").await;
    let copy = place.copy(&base).await;
    assert_eq!(marked(&marks), [""; 0]);
    assert_eq!(std::fs::read_to_string(copy.join("a.txt")).unwrap(), "a\n");
    assert!(!copy.join(".git/hooks").exists());
    let configured = std::fs::read_to_string(copy.join(".git/config")).unwrap();
    assert!(!configured.contains("evil") && !configured.contains("ext::"), "{configured}");
    assert_eq!(std::fs::read_dir(copy.join("m")).unwrap().count(), 0, "a submodule is an empty folder");
}

/// A tree can hold what no work tree may: git's own folder, under a name that some file systems take for the same.
#[tokio::test]
async fn a_tree_that_holds_a_folder_of_gits_own_is_refused() {
    for name in [".git", ".GIT", ".Git", ".g\u{200c}it", "git~1"] {
        let place = Place::new();
        let source = place.repository("allowed/evil", &[("a", "a")]);
        std::fs::write(place.at("config"), "[core]\n\tfsmonitor = id\n").unwrap();
        let blob = git(&source, &["hash-object", "-w", &place.text("config")]);
        let inner = tree(&place, &source, &format!("100644 blob {blob}\tconfig\n"));
        let outer = tree(&place, &source, &format!("040000 tree {inner}\t{name}\n"));
        let made = git(&source, &["commit-tree", &outer, "-m", "evil"]);
        git(&source, &["update-ref", "refs/heads/main", &made]);
        let fault = place.repositories.base(&place.text("allowed/evil"), "main").await.unwrap_err();
        assert!(fault.code() == "git_failed" && fault.to_string().contains("invalid path"), "{name}: {fault}");
        let left = std::fs::read_dir(place.at("own")).unwrap().map(|entry| entry.unwrap().file_name());
        assert_eq!(left.collect::<Vec<_>>(), ["gitconfig"], "nothing of it stays");
    }
}

fn tree(place: &Place, source: &Path, entries: &str) -> String {
    std::fs::write(place.at("entries"), entries).unwrap();
    let made = std::process::Command::new("git")
        .arg("mktree")
        .current_dir(source)
        .stdin(std::fs::File::open(place.at("entries")).unwrap())
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    String::from_utf8(made.stdout).unwrap().trim().to_owned()
}

/// A repository in an allowed folder that would have another one's objects read.
#[tokio::test]
async fn a_repository_that_borrows_from_another_is_refused() {
    let place = Place::new();
    let secret = place.repository("other/secret", &[("a", "secret")]);
    let borrow = |name: &str| place.repository(&format!("allowed/{name}"), &[("a", "a")]);
    let git_folder = secret.join(".git");

    let pointing = place.at("allowed/pointing");
    std::fs::create_dir(&pointing).unwrap();
    std::fs::write(pointing.join(".git"), format!("gitdir: {}\n", git_folder.display())).unwrap();

    let linked = place.at("allowed/linked");
    std::fs::create_dir(&linked).unwrap();
    std::os::unix::fs::symlink(&git_folder, linked.join(".git")).unwrap();

    let alternates = borrow("alternates").join(".git/objects/info");
    std::fs::create_dir_all(&alternates).unwrap();
    std::fs::write(alternates.join("alternates"), format!("{}/objects\n", git_folder.display())).unwrap();

    let objects = borrow("objects").join(".git/objects");
    std::fs::remove_dir_all(&objects).unwrap();
    std::os::unix::fs::symlink(git_folder.join("objects"), &objects).unwrap();

    let common = borrow("common").join(".git/commondir");
    std::fs::write(common, git_folder.display().to_string()).unwrap();

    for name in ["pointing", "linked", "alternates", "objects", "common"] {
        let fault = place.refusal(&format!("allowed/{name}"), Some("main")).await;
        assert_eq!(fault.code(), "repository_unusable", "{name}: {fault}");
    }
}

/// What lies where the copy is to be is the agent's doing: it is neither followed nor written over.
#[tokio::test]
async fn no_link_in_an_agents_folder_leads_a_copy_elsewhere() {
    let place = Place::new();
    place.repository("allowed/site", &[("a.txt", "a"), ("docs/b.txt", "b")]);
    let base = place.base("allowed/site").await;
    let other = place.at("other");
    std::fs::create_dir(&other).unwrap();
    std::os::unix::fs::symlink(&other, place.at("agent/repository")).unwrap();
    let fault = place.repositories.copy(&base, working_copy(&place.at("agent"))).await.unwrap_err();
    assert_eq!(fault.code(), "repository_files");
    assert_eq!(std::fs::read_dir(&other).unwrap().count(), 0);
}

/// A link that leads out of the tree comes as the link that it is, and nothing is written through it.
#[tokio::test]
async fn a_link_out_of_the_tree_stays_a_link() {
    let place = Place::new();
    std::fs::create_dir(place.at("outside")).unwrap();
    let source = place.repository("allowed/evil", &[("a", "a")]);
    std::os::unix::fs::symlink(place.at("outside"), source.join("docs")).unwrap();
    commit(&source, &[]);
    // The next commit has a folder where this one has a link: files of the two must not meet.
    let base = place.base("allowed/evil").await;
    std::fs::remove_file(source.join("docs")).unwrap();
    commit(&source, &[("docs/b.txt", "b")]);
    let next = place.base("allowed/evil").await;
    let copy = place.copy(&base).await;
    assert_eq!(std::fs::read_link(copy.join("docs")).unwrap(), place.at("outside"));
    assert_eq!(std::fs::read_dir(place.at("outside")).unwrap().count(), 0);
    assert_eq!(std::fs::read_to_string(next.files.join("docs/b.txt")).unwrap(), "b");
}
