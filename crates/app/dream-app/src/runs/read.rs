//! Questions about runs.

use super::summary::{RunSummary, summaries};
use crate::{AppError, Op};
use dream_access::{Action, VisibleProjects};
use dream_govern::{Run, RunSet, Status};
use dream_id::{Cursor, Limit, Page, ProjectId, RunId};
use dream_store::Filter;

/// The run `id` with everything that belongs to it.
pub async fn find(op: &Op, id: RunId) -> Result<RunSet, AppError> {
    let found = op.read().await?.run_set(op.scope(), id).await?;
    let set = found.ok_or_else(|| AppError::not_found("run", id))?;
    op.allow(Action::RunRead, Some(set.run().project))?;
    Ok(set)
}

/// Which runs a list holds.
#[derive(Debug, Clone, Copy, Default)]
pub struct RunFilter {
    /// Only of this project.
    pub project: Option<ProjectId>,
    /// Only those that stand so.
    pub status: Option<Status>,
}

/// A page of the runs that the caller may see, newest first.
pub async fn list(op: &Op, wanted: RunFilter, cursor: Option<Cursor>, limit: Limit) -> Result<Page<RunSummary>, AppError> {
    let mut filter = Filter::default();
    if let VisibleProjects::Only(projects) = op.visible_projects()? {
        filter = filter.one_of("project", projects.iter().map(ToString::to_string));
    }
    if let Some(project) = wanted.project {
        filter = filter.eq("project", project.to_string());
    }
    if let Some(status) = wanted.status {
        filter = filter.eq("status", status.name());
    }
    let mut reader = op.read().await?;
    let page = reader.page::<Run>(op.scope(), filter, cursor, limit).await?;
    Ok(Page { items: summaries(&mut reader, op.scope(), page.items).await?, next: page.next })
}
