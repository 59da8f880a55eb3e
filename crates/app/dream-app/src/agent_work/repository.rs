//! The working copy of a project's repository in an agent's folder: laid out before the work, and what differs from its base afterwards.
//!
//! What differs is found by reading files. Git is never run in a folder that an agent has written to: its configuration there is the
//! agent's, and names programs.

mod apply;
mod base;
mod changed;
mod compare;
mod ignored;

use super::folder::Unusable;
use super::hand::{Hand, HandWork};
use crate::projects::unusable;
use crate::work::Failure;
use crate::{App, AppError, Kind};
use changed::Changed;
use dream_govern::{Project, ProjectRepository};
use dream_id::{ProjectId, Scope};
use dream_ports::{RepositoryBase, RepositoryFault, WorkingCopy};
use dream_roles::{Contract, File, OutputKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The working copy's name in the agent's folder.
pub(super) const COPY: &str = "repository";
/// The most bytes of changed files of a task that is not the work of a stage.
const MOST_BYTES: u64 = 8 << 20;
/// The most bytes of a difference in what a task hands in, and of that with the words before it.
const MOST_DIFFERENCE: usize = 512 << 10;
const MOST_WORDS: usize = (1 << 20) - (1 << 10);

impl Hand {
    /// Lays out a working copy, where the work's project has a repository. The built-in agent works without files.
    pub(super) async fn check_out(&self, app: &App) -> Result<Result<(), Failure>, AppError> {
        if self.is_builtin() {
            return Ok(Ok(()));
        }
        let Some(repository) = self.repository(app).await? else { return Ok(Ok(())) };
        // Nobody takes the agent for stuck meanwhile.
        let _waiting = self.activity().wait();
        match self.copied(app, &repository).await {
            Ok(base) => {
                self.begins_from(base);
                Ok(Ok(()))
            }
            // A moment later it may be otherwise.
            Err(fault @ (RepositoryFault::Failed { .. } | RepositoryFault::Slow { .. })) => Err(unusable(fault, Kind::Unavailable)),
            Err(fault) => Ok(Err(Failure::Agent { code: fault.code(), message: told_of(&fault) })),
        }
    }

    async fn copied(&self, app: &App, repository: &ProjectRepository) -> Result<RepositoryBase, RepositoryFault> {
        let base = app.repositories.base(&repository.path, &repository.branch).await?;
        let task = match self.work() {
            HandWork::Stage(job) => job.claim().0,
            HandWork::Task(task) => task.id(),
        };
        let (folder, branch) = (self.folder().to_owned(), format!("dreamos/{task}"));
        let copy = WorkingCopy { folder, name: COPY.to_owned(), branch, author: self.agent().name.clone() };
        app.repositories.copy(&base, copy).await?;
        Ok(base)
    }

    async fn repository(&self, app: &App) -> Result<Option<ProjectRepository>, AppError> {
        let project: Option<ProjectId> = match self.work() {
            HandWork::Stage(job) => Some(job.project()),
            HandWork::Task(task) => task.project(),
        };
        let Some(project) = project else { return Ok(None) };
        let found = app.store.read().await?.find::<Project>(Scope::Org(self.org()), project).await?;
        Ok(found.and_then(|project| project.repository.clone()))
    }

    /// What the agent changed in its working copy, and that as files to hand in: the difference, and each file as it is now where an
    /// artifact may have one of its name. `None` when there is no working copy; no files when nothing changed.
    pub(super) async fn changes(&self, most_bytes: u64) -> Result<Option<Result<(Changes, Vec<File>), Unusable>>, AppError> {
        let Some(base) = self.base() else { return Ok(None) };
        let folder = self.folder().to_owned();
        let compared = self.blocking(move || {
            let changed = match compare::compare(&base.files, &folder, COPY, most_bytes)? {
                Ok(changed) => changed,
                Err(unusable) => return Ok(Err(unusable)),
            };
            let files = changed::files(&changed, &base);
            Ok(files.map(|files| (Changes { base, changed: changed.into() }, files)))
        });
        compared.await.map(Some)
    }

    /// `words` about a task, followed by what the agent changed in its working copy, if there is one.
    pub(crate) async fn with_changes(&self, words: String) -> Result<String, AppError> {
        let changed = match self.changes(MOST_BYTES).await? {
            None => return Ok(words),
            Some(Err(Unusable(why))) => why,
            Some(Ok((_, files))) => match files.into_iter().find(|file| file.path == changed::DIFFERENCE) {
                None => return Ok(words),
                Some(difference) => {
                    let room = MOST_WORDS.saturating_sub(words.len()).min(MOST_DIFFERENCE);
                    fenced(&String::from_utf8_lossy(&difference.bytes), room)
                }
            },
        };
        Ok(format!("{words}\n\n## What changed in the repository\n\n{changed}\n"))
    }

    /// Whether what changed in the working copy is handed in as this artifact: as the first that is a tree of files.
    pub(super) fn changes_are(&self, contracts: &[Contract], contract: &Contract) -> bool {
        let first = contracts.iter().find(|contract| contract.kind == OutputKind::Tree);
        self.base().is_some() && first.is_some_and(|first| first.artifact == contract.artifact)
    }
}

/// What an agent changed in its working copy, to be made again in another one.
#[derive(Clone)]
pub struct Changes {
    base: RepositoryBase,
    changed: Arc<[Changed]>,
}

impl Changes {
    /// Lays out in `folder` a working copy of the repository as the agent left its own: whole, and without anything of what lies in git's
    /// own folder there. `author` commits in it. Returns where it is.
    ///
    /// # Errors
    /// What the host of the project's repository says; `check_folder`.
    pub async fn lay_out(&self, app: &App, folder: &Path, author: &str) -> Result<PathBuf, AppError> {
        let copy =
            WorkingCopy { folder: folder.to_owned(), name: COPY.to_owned(), branch: "dreamos/check".to_owned(), author: author.to_owned() };
        app.repositories.copy(&self.base, copy).await.map_err(|fault| unusable(fault, Kind::Unavailable))?;
        let (place, changed) = (folder.join(COPY), Arc::clone(&self.changed));
        let made = place.clone();
        let done = tokio::task::spawn_blocking(move || apply::apply(&made, &changed)).await;
        let done = done.map_err(|error| AppError::internal("making an agent's changes in a copy", error))?;
        done.map_err(|source| {
            let message = format!("what an agent changed cannot be made in the copy {}: {source}", place.display());
            AppError::new(Kind::Internal, "check_folder", message).because(source)
        })?;
        Ok(place)
    }
}

/// A fault for people who look why an attempt failed.
fn told_of(fault: &RepositoryFault) -> String {
    format!("the work cannot begin from the project's repository: {fault}; or clear it with `dreamos project repository clear`")
}

/// A difference as Markdown, in a fence that nothing in it ends, and of `most` bytes of it.
fn fenced(difference: &str, most: usize) -> String {
    let kept = difference.get(..difference.floor_char_boundary(most)).unwrap_or_default();
    let longest = kept.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let cut = if kept.len() < difference.len() { "\n\nThe rest is too long to be kept here." } else { "" };
    format!("{fence}diff\n{}\n{fence}{cut}", kept.trim_end_matches('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_difference_ends_its_own_fence() {
        assert_eq!(fenced("+a\n", 100), "```diff\n+a\n```");
        assert_eq!(fenced("+````\n", 100), "`````diff\n+````\n`````");
        let long = fenced(&"é".repeat(100), 51);
        assert!(long.contains(&"é".repeat(25)) && !long.contains(&"é".repeat(26)) && long.ends_with("kept here."), "{long}");
    }
}
