//! Questions about runs.

use crate::{AppError, Op};
use dream_access::{Action, VisibleProjects};
use dream_govern::{Run, RunSet};
use dream_id::{Cursor, Limit, Page, ProjectId, RunId};
use dream_ledger::Stream;
use dream_store::Filter;

/// The run `id` with everything that belongs to it.
pub async fn find(op: &Op, id: RunId) -> Result<RunSet, AppError> {
    let found = op.read().await?.run_set(op.scope(), id).await?;
    let set = found.ok_or_else(|| AppError::not_found("run", id))?;
    op.allow(Action::RunRead, Some(set.run().project))?;
    Ok(set)
}

/// A page of the runs that the caller may see, newest first; of one project if it is given.
pub async fn list(op: &Op, project: Option<ProjectId>, cursor: Option<Cursor>, limit: Limit) -> Result<Page<RunSet>, AppError> {
    let visible = op.visible_projects()?;
    let filter = match project {
        Some(project) => Filter::default().eq("project", project.to_string()),
        None => Filter::default(),
    };
    let mut reader = op.read().await?;
    let mut page = reader.page::<Run>(op.scope(), filter, cursor, limit).await?;
    if let VisibleProjects::Only(_) = &visible {
        page.items.retain(|run| visible.contains(run.project));
    }
    let mut items = Vec::with_capacity(page.items.len());
    for run in &page.items {
        let run: &Stream<Run> = run;
        items.extend(reader.run_set(op.scope(), run.id()).await?);
    }
    Ok(Page { items, next: page.next })
}
