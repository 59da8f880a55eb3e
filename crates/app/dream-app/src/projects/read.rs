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

/// A page of the projects that the caller may see, newest first.
pub async fn list(op: &Op, cursor: Option<Cursor>, limit: Limit) -> Result<Page<Stream<Project>>, AppError> {
    let visible = op.visible_projects()?;
    let mut page = op.read().await?.page::<Project>(op.scope(), Filter::default(), cursor, limit).await?;
    if let VisibleProjects::Only(_) = &visible {
        page.items.retain(|project| visible.contains(project.id()));
    }
    Ok(page)
}
