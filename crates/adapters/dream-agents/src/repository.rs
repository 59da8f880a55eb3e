//! Git repositories on this machine, behind the port: found, fetched once for each commit, and copied for each piece of work.
//!
//! A copy is a repository of its own and not a work tree of the one that it comes from. A work tree needs that one's folder, with its hooks
//! and its configuration, to be writable for the agent; a clone that shares objects needs it readable, and one that links them lets the
//! agent change bytes of the original. So git fetches into a folder of ours that no agent reaches, with a configuration of ours, and our
//! own code copies that into an agent's folder. In there git is run by the agent alone, confined.

mod copy;
mod git;
mod measure;
mod place;

pub use git::GitVersion;

use async_trait::async_trait;
use dream_ports::{FoundRepository, Repositories, RepositoryBase, RepositoryFault, WorkingCopy};
use git::Git;
use place::Source;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How much of the history a copy has: enough to read how something came about, and bounded in what it costs.
const DEPTH: &str = "--depth=50";
/// Where the branch that work begins from is found in a copy, followed by its name.
const BASE: &str = "refs/remotes/base";

/// What the operator decided about repositories.
#[derive(Debug, Clone)]
pub struct RepositoryOptions {
    /// The folders that repositories may lie in; none means that no project has one.
    pub allowed: Vec<PathBuf>,
    /// A folder of our own, out of agents' reach. It is emptied.
    pub folder: PathBuf,
    /// Where git is looked up, as in `PATH`.
    pub path: String,
    /// How long one step of git may take.
    pub patience: Duration,
}

/// Git repositories on this machine.
pub struct GitRepositories {
    allowed: Vec<PathBuf>,
    folder: PathBuf,
    git: Git,
    count: AtomicU64,
    lines: Mutex<HashMap<(PathBuf, String), Line>>,
}

/// What is kept of one branch; the lock is held while it is fetched, so that nobody fetches the same twice.
type Line = Arc<tokio::sync::Mutex<Kept>>;

#[derive(Default)]
struct Kept {
    newest: Option<Arc<Base>>,
    /// Older ones, while somebody works from them.
    older: Vec<Arc<Base>>,
}

/// One commit's files.
struct Base {
    commit: String,
    folder: PathBuf,
}

/// A folder that is being filled: removed when nobody waits for it any more.
struct Half(Option<PathBuf>);

impl Drop for Half {
    fn drop(&mut self) {
        if let (Some(folder), Ok(runtime)) = (self.0.take(), tokio::runtime::Handle::try_current()) {
            // Where git has not ended yet, the rest goes with the next start.
            drop(runtime.spawn_blocking(move || std::fs::remove_dir_all(folder)));
        }
    }
}

impl GitRepositories {
    /// Repositories below the folders that `options` allows.
    ///
    /// # Errors
    /// [`RepositoryFault::Failed`] when the folder of our own cannot be emptied and written.
    pub fn open(options: RepositoryOptions) -> Result<Self, RepositoryFault> {
        let RepositoryOptions { allowed, folder, path, patience } = options;
        // What an earlier life of the server fetched, whole or half.
        match std::fs::remove_dir_all(&folder) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                return Err(RepositoryFault::failed("emptying", &folder, source));
            }
            _ => {}
        }
        let git = Git::new(&folder, path, patience);
        if !allowed.is_empty() {
            std::fs::create_dir_all(&folder).map_err(|source| RepositoryFault::failed("making", &folder, source))?;
            git.configure()?;
        }
        Ok(Self { allowed, folder, git, count: AtomicU64::new(0), lines: Mutex::default() })
    }

    async fn source(&self, path: &str) -> Result<Source, RepositoryFault> {
        if self.allowed.is_empty() {
            return Err(RepositoryFault::NoneAllowed);
        }
        let (allowed, path) = (self.allowed.clone(), PathBuf::from(path));
        blocking(move || place::find(&allowed, &path)).await
    }

    /// The newest commit of `branch`.
    async fn commit(&self, source: &Source, branch: &str) -> Result<String, RepositoryFault> {
        let wanted = format!("refs/heads/{branch}^{{commit}}");
        let arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted];
        let found = self.git.ask("look up the branch", Some(&source.git), &arguments).await?;
        found.ok_or_else(|| RepositoryFault::NoBranch { path: source.path.clone(), branch: branch.to_owned() })
    }

    async fn fetch(&self, source: &Source, branch: &str) -> Result<Base, RepositoryFault> {
        let folder = self.folder.join(self.count.fetch_add(1, Ordering::Relaxed).to_string());
        let mut half = Half(Some(folder.clone()));
        let fetched = self.fetch_into(&folder, source, branch).await;
        half.0 = None;
        if fetched.is_err() {
            remove(folder).await;
        }
        fetched
    }

    async fn fetch_into(&self, folder: &Path, source: &Source, branch: &str) -> Result<Base, RepositoryFault> {
        let (here, own, from) = (folder.display().to_string(), folder.join(".git"), source.git.display().to_string());
        let format = self.git.run("look at the repository", Some(&source.git), &["rev-parse", "--show-object-format"]).await?;
        let format = format!("--object-format={format}");
        self.git.run("make a repository", None, &["init", "--quiet", "--template=", "--initial-branch=base", &format, &here]).await?;
        let fetched = format!("{BASE}/{branch}");
        let what = format!("+refs/heads/{branch}:{fetched}");
        let mut fetch = vec!["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--update-shallow"];
        fetch.extend([DEPTH, "--end-of-options", &from, &what]);
        self.git.run("fetch the branch", Some(&own), &fetch).await?;
        let tree = format!("--work-tree={here}");
        self.git.run("write the files of the branch", Some(&own), &[&tree, "reset", "--quiet", "--hard", &fetched]).await?;
        let commit = self.git.run("look up the commit", Some(&own), &["rev-parse", "--verify", "HEAD"]).await?;
        let (measured, path) = (folder.to_owned(), source.path.clone());
        blocking(move || measure::check(&measured, &path)).await?;
        Ok(Base { commit, folder: folder.to_owned() })
    }

    fn line(&self, source: &Source, branch: &str) -> Line {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(lines.entry((source.path.clone(), branch.to_owned())).or_default())
    }
}

impl Kept {
    /// Puts `base` in the place of the newest. Returns the folders from which nobody works any more.
    fn renew(&mut self, base: Arc<Base>) -> Vec<PathBuf> {
        self.older.extend(self.newest.replace(base));
        let unused = |base: &mut Arc<Base>| Arc::strong_count(base) == 1;
        self.older.extract_if(.., unused).map(|base| base.folder.clone()).collect()
    }
}

#[async_trait]
impl Repositories for GitRepositories {
    async fn find(&self, path: &str, branch: Option<&str>) -> Result<FoundRepository, RepositoryFault> {
        let source = self.source(path).await?;
        let branch = match branch {
            Some(branch) => branch.to_owned(),
            None => {
                let head = ["symbolic-ref", "--quiet", "--short", "HEAD"];
                let none = || RepositoryFault::Unusable {
                    path: source.path.clone(),
                    why: "it has no branch checked out; say which branch work begins from".to_owned(),
                };
                self.git.ask("look up the branch that is checked out", Some(&source.git), &head).await?.ok_or_else(none)?
            }
        };
        let commit = self.commit(&source, &branch).await?;
        Ok(FoundRepository { path: source.path.display().to_string(), branch, commit })
    }

    async fn base(&self, path: &str, branch: &str) -> Result<RepositoryBase, RepositoryFault> {
        let source = self.source(path).await?;
        let line = self.line(&source, branch);
        let mut kept = line.lock().await;
        let commit = self.commit(&source, branch).await?;
        let base = match kept.newest.as_ref().filter(|base| base.commit == commit) {
            Some(base) => Arc::clone(base),
            None => {
                let base = Arc::new(self.fetch(&source, branch).await?);
                for unused in kept.renew(Arc::clone(&base)) {
                    remove(unused).await;
                }
                base
            }
        };
        Ok(RepositoryBase { branch: branch.to_owned(), commit: base.commit.clone(), files: base.folder.clone(), kept: base })
    }

    async fn copy(&self, base: &RepositoryBase, copy: WorkingCopy) -> Result<(), RepositoryFault> {
        let base = base.clone();
        blocking(move || copy::copy(&base, &copy)).await
    }
}

async fn remove(folder: PathBuf) {
    // What cannot be removed now goes with the next start.
    let _ = tokio::task::spawn_blocking(move || std::fs::remove_dir_all(folder)).await;
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, RepositoryFault> + Send + 'static) -> Result<T, RepositoryFault> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| {
        Err(RepositoryFault::Failed { doing: "working with its files".to_owned(), source: std::io::Error::other(error) })
    })
}
