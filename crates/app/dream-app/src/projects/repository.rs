//! Saying which git repository the work of a project begins from, and that it begins from none.

use crate::{AppError, Command, Kind, Op};
use dream_access::Action;
use dream_govern::{Project, ProjectEvent, ProjectRepository, RepositoryRefusal, check_branch, check_repository_path};
use dream_id::ProjectId;
use dream_ledger::Stream;
use dream_ports::RepositoryFault;
use dream_store::Unit;
use serde::Serialize;

/// A repository for a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRepository {
    /// Its folder on the server's machine: an absolute path, below one of those that the operator allows.
    pub path: String,
    /// The branch that work begins from; the one that is checked out there, when left out.
    pub branch: Option<String>,
}

/// Has the work of a project begin from a repository. Work under way keeps what it began from.
///
/// # Errors
/// `invalid_repository` for a path or a branch that is none; the codes of [`RepositoryFault`] for what is not there or may not be read.
pub async fn set_repository(op: &Op, project: ProjectId, new: NewRepository) -> Result<Stream<Project>, AppError> {
    super::find(op, project).await?;
    // Before anything is looked up: whoever may not set it learns nothing about the machine.
    op.allow(Action::ProjectRepository, Some(project))?;
    check_repository_path(&new.path).map_err(invalid)?;
    new.branch.as_deref().map(check_branch).transpose().map_err(invalid)?;
    let found = op.app().repositories.find(&new.path, new.branch.as_deref()).await.map_err(|fault| unusable(fault, Kind::Invalid))?;
    check_branch(&found.branch).map_err(invalid)?;
    let repository = ProjectRepository { path: found.path, branch: found.branch };
    op.run(&SetRepository { project, repository: Some(repository) }).await?;
    super::find(op, project).await
}

/// Has the work of a project begin from no repository. Work under way keeps what it began from.
///
/// # Errors
/// When there is no such project, or the caller may not change it so.
pub async fn clear_repository(op: &Op, project: ProjectId) -> Result<Stream<Project>, AppError> {
    op.run(&SetRepository { project, repository: None }).await?;
    super::find(op, project).await
}

/// A fault of a repository as an error: one that whoever asked can mend is `mendable`.
pub(crate) fn unusable(fault: RepositoryFault, mendable: Kind) -> AppError {
    let kind = match &fault {
        RepositoryFault::NoneAllowed | RepositoryFault::NotAllowed { .. } => Kind::Forbidden,
        RepositoryFault::NoGit { .. } | RepositoryFault::Slow { .. } | RepositoryFault::Failed { .. } => Kind::Unavailable,
        RepositoryFault::Unusable { .. } | RepositoryFault::NoBranch { .. } | RepositoryFault::Git { .. } => mendable,
    };
    AppError::new(kind, fault.code(), fault.to_string()).because(fault)
}

fn invalid(refusal: RepositoryRefusal) -> AppError {
    AppError::invalid("invalid_repository", refusal.to_string()).because(refusal)
}

#[derive(Serialize)]
struct SetRepository {
    project: ProjectId,
    repository: Option<ProjectRepository>,
}

impl Command for SetRepository {
    const NAME: &'static str = "project.repository";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let missing = || AppError::not_found("project", self.project);
        let mut project: Stream<Project> = tx.lock(op.scope(), self.project).await?.ok_or_else(missing)?;
        op.allow(Action::ProjectRepository, Some(self.project))?;
        if project.repository == self.repository {
            return Ok(());
        }
        let event = match &self.repository {
            Some(repository) => ProjectEvent::RepositorySet { repository: repository.clone() },
            None => ProjectEvent::RepositoryCleared {},
        };
        project.record(&op.by(), event);
        Ok(tx.save(&mut project).await?)
    }
}
