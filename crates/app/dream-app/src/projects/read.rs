//! Questions about projects.

use crate::{AppError, Op, bodies};
use dream_access::{Action, VisibleProjects};
use dream_govern::Project;
use dream_id::{Cursor, Limit, Page, ProjectId};
use dream_ledger::Stream;
use dream_store::Filter;

/// The project `id`.
pub async fn find(op: &Op, id: ProjectId) -> Result<Stream<Project>, AppError> {
    let found = op.read().await?.find::<Project>(op.scope(), id).await?;
    let project = found.ok_or_else(|| AppError::not_found("project", id))?;
    op.allow(Action::ProjectRead, Some(id))?;
    Ok(project)
}

/// The project's brief.
pub async fn brief(op: &Op, project: &Stream<Project>) -> Result<String, AppError> {
    bodies::read_text(op, &mut op.read().await?, project.org(), project.brief).await
}

/// Which projects a list holds.
#[derive(Debug, Clone, Copy, Default)]
pub struct ProjectFilter {
    /// Those that are put away as well.
    pub archived: bool,
}

/// A page of the projects that the caller may see, newest first.
pub async fn list(op: &Op, wanted: ProjectFilter, cursor: Option<Cursor>, limit: Limit) -> Result<Page<Stream<Project>>, AppError> {
    let mut filter = Filter::default();
    if let VisibleProjects::Only(projects) = op.visible_projects()? {
        filter = filter.one_of("id", projects.iter().map(ToString::to_string));
    }
    if !wanted.archived {
        filter = filter.eq("archived", false);
    }
    Ok(op.read().await?.page::<Project>(op.scope(), filter, cursor, limit).await?)
}
