//! Where a repository lies, and whether it may be read: nothing in it decides where else is read.

use dream_ports::RepositoryFault;
use std::path::{Path, PathBuf};

/// A repository that may be read.
#[derive(Debug)]
pub(super) struct Source {
    /// Its folder, without links in the path.
    pub(super) path: PathBuf,
    /// Git's own folder in it, or it itself.
    pub(super) git: PathBuf,
}

/// The repository at `path`, if it lies below one of the folders `allowed`.
pub(super) fn find(allowed: &[PathBuf], path: &Path) -> Result<Source, RepositoryFault> {
    let not_allowed = || RepositoryFault::NotAllowed { path: path.to_owned() };
    // Outside of them nobody is told what there is and what not.
    let found = path.canonicalize().map_err(|_| {
        if allowed.iter().any(|folder| path.starts_with(folder)) { unusable(path, "there is no such folder") } else { not_allowed() }
    })?;
    let inside = |folder: &PathBuf| folder.canonicalize().is_ok_and(|folder| found.starts_with(folder));
    if !path.is_absolute() || !allowed.iter().any(inside) {
        return Err(not_allowed());
    }
    if found.to_str().is_none() {
        return Err(unusable(&found, "its path is not UTF-8; give the folder another name"));
    }
    let git = git_folder(&found)?;
    check(&found, &git)?;
    Ok(Source { path: found, git })
}

fn git_folder(path: &Path) -> Result<PathBuf, RepositoryFault> {
    let inner = path.join(".git");
    match std::fs::symlink_metadata(&inner) {
        Ok(found) if found.is_dir() => Ok(inner),
        Ok(_) => Err(unusable(path, "its .git leads elsewhere, as in a work tree or a submodule; name the repository that it belongs to")),
        Err(_) if ["HEAD", "objects", "refs"].iter().all(|name| path.join(name).exists()) => Ok(path.to_owned()),
        Err(_) => Err(unusable(path, "it is no git repository; make it one with `git init`, or name another folder")),
    }
}

/// Refuses what would have git read objects of another repository, which nobody may have allowed.
fn check(path: &Path, git: &Path) -> Result<(), RepositoryFault> {
    for name in ["objects", "objects/info", "objects/pack", "refs", "refs/heads"] {
        let found = std::fs::symlink_metadata(git.join(name));
        if found.is_ok_and(|found| !found.is_dir()) {
            return Err(unusable(path, &format!("{name} in it is no folder but leads elsewhere; use a clone of it")));
        }
    }
    for name in ["commondir", "objects/info/alternates"] {
        if std::fs::symlink_metadata(git.join(name)).is_ok() {
            return Err(unusable(path, "it borrows from another repository; use a clone made with `git clone --no-local`"));
        }
    }
    Ok(())
}

fn unusable(path: &Path, why: &str) -> RepositoryFault {
    RepositoryFault::Unusable { path: path.to_owned(), why: why.to_owned() }
}
