//! The port of git repositories on the server's machine: looked at when a project names one, and copied for each piece of work.

use async_trait::async_trait;
use std::any::Any;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Looks into git repositories on this machine. The implementation executes nothing that a repository holds or names, reads only below
/// the folders that the operator allowed, and never runs git in a folder that an agent can write to.
#[async_trait]
pub trait Repositories: Send + Sync {
    /// Looks whether there is a repository at `path` with `branch`; without one, with the branch that it has checked out.
    ///
    /// # Errors
    /// [`RepositoryFault`].
    async fn find(&self, path: &str, branch: Option<&str>) -> Result<FoundRepository, RepositoryFault>;

    /// The files of the newest commit of `branch`, out of agents' reach. They stay as long as the answer does.
    ///
    /// # Errors
    /// [`RepositoryFault`].
    async fn base(&self, path: &str, branch: &str) -> Result<RepositoryBase, RepositoryFault>;

    /// Copies `base` into `folder`, which is an agent's, as a working copy of its own with the files, the history as far as it was fetched,
    /// and a branch.
    ///
    /// # Errors
    /// [`RepositoryFault::Failed`].
    async fn copy(&self, base: &RepositoryBase, copy: WorkingCopy) -> Result<(), RepositoryFault>;
}

/// A repository that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundRepository {
    /// Its folder, without links in the path.
    pub path: String,
    /// The branch.
    pub branch: String,
    /// The branch's newest commit, in hexadecimal digits.
    pub commit: String,
}

/// The files of a commit, out of agents' reach.
#[derive(Clone)]
pub struct RepositoryBase {
    /// The branch.
    pub branch: String,
    /// The commit, in hexadecimal digits.
    pub commit: String,
    /// The folder with the files of the commit, and with git's own in `.git`. Nobody writes there.
    pub files: PathBuf,
    /// Keeps the folder there.
    pub kept: Arc<dyn Any + Send + Sync>,
}

impl std::fmt::Debug for RepositoryBase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RepositoryBase").field("branch", &self.branch).field("commit", &self.commit).finish_non_exhaustive()
    }
}

/// What a working copy is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingCopy {
    /// The agent's folder. Its owner owns the copy.
    pub folder: PathBuf,
    /// The copy's name in it.
    pub name: String,
    /// The branch that is checked out in it, which begins at the base's commit.
    pub branch: String,
    /// Who commits there unless somebody says otherwise: letters, digits, `.`, `_` and `-`.
    pub author: String,
}

/// Why a repository cannot be used. Each says what happened, why, and what to do next.
#[derive(Debug, thiserror::Error)]
pub enum RepositoryFault {
    /// The operator has allowed no folder.
    #[error(
        "this server may read no repository: its operator names the folders that repositories may lie in with `repositories` in [server], or --repositories DIR"
    )]
    NoneAllowed,
    /// It lies outside of the folders that the operator has allowed.
    #[error("{} is in none of the folders that repositories may lie in; ask the operator to add one to `repositories` in [server]", path.display())]
    NotAllowed {
        /// Where.
        path: PathBuf,
    },
    /// There is no repository that can be used.
    #[error("{} cannot be used: {why}", path.display())]
    Unusable {
        /// Where.
        path: PathBuf,
        /// Why, and what to do.
        why: String,
    },
    /// The repository has no such branch.
    #[error("{} has no branch {branch} with a commit; list its branches with `git branch`", path.display())]
    NoBranch {
        /// Where.
        path: PathBuf,
        /// The branch.
        branch: String,
    },
    /// There is no git on this machine.
    #[error("git is not installed on the server's machine, or cannot be started; install it (2.40 or newer), then try again")]
    NoGit {
        /// What the host says.
        #[source]
        source: std::io::Error,
    },
    /// Git refuses.
    #[error("git could not {doing}: {said}")]
    Git {
        /// What it was to do.
        doing: &'static str,
        /// What it said, the beginning of it.
        said: String,
    },
    /// It took too long.
    #[error("git needed more than {seconds} s to {doing}, and was ended; try again, or make the repository smaller")]
    Slow {
        /// What it was to do.
        doing: &'static str,
        /// How long it had.
        seconds: u64,
    },
    /// The files could not be read or written.
    #[error("the files of the repository could not be copied: {doing} failed")]
    Failed {
        /// What failed.
        doing: String,
        /// What the host says.
        #[source]
        source: std::io::Error,
    },
}

impl RepositoryFault {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoneAllowed => "repositories_not_configured",
            Self::NotAllowed { .. } => "repository_not_allowed",
            Self::Unusable { .. } => "repository_unusable",
            Self::NoBranch { .. } => "repository_branch_unknown",
            Self::NoGit { .. } => "git_missing",
            Self::Git { .. } => "git_failed",
            Self::Slow { .. } => "git_slow",
            Self::Failed { .. } => "repository_files",
        }
    }

    /// A step that the host refused.
    #[must_use]
    pub fn failed(doing: &str, path: &Path, source: std::io::Error) -> Self {
        Self::Failed { doing: format!("{doing} {}", path.display()), source }
    }
}
