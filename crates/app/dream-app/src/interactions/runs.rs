//! Runs, in Discord.

use super::reply::{MOST_LINES, Reply};
use crate::runs::{self, RunFilter, RunSummary};
use crate::{AppError, Op, words};
use dream_bridge::discord::interaction::Steer;
use dream_bridge::discord::markdown::escape;
use dream_govern::{Project, Reason, RunView};
use dream_id::{Limit, ProjectId, RunId};
use dream_store::Filter;
use std::collections::{BTreeMap, BTreeSet};

/// The newest runs.
pub(super) async fn list(op: &Op) -> Result<Reply, AppError> {
    let page = runs::list(op, RunFilter::default(), None, Limit::new(MOST_LINES)).await?;
    let names = projects(op, &page.items).await?;
    let lines: Vec<String> = page.items.iter().map(|run| line(run, &run.view(), &names)).collect();
    Ok(Reply::listed("Runs", &lines, page.next.is_some(), "There are no runs that you may see."))
}

/// One run and its stages.
pub(super) async fn show(op: &Op, run: RunId) -> Result<Reply, AppError> {
    let summary = runs::summary(op, run).await?;
    let (view, names) = (summary.view(), projects(op, std::slice::from_ref(&summary)).await?);
    let stages = summary.stages.iter().zip(&view.stages).map(|(stage, view)| {
        format!("- {}: {}", escape(&stage.spec.title), words::standing(view.status.name(), view.reason.map(Reason::name)))
    });
    let lines: Vec<String> = std::iter::once(line(&summary, &view, &names)).chain(stages).collect();
    Ok(Reply::titled("Run", lines.join("\n")))
}

/// Pauses, resumes or cancels a run.
pub(super) async fn steer(op: &Op, run: RunId, to: Steer, reason: Option<String>) -> Result<Reply, AppError> {
    match to {
        Steer::Pause => runs::pause(op, run, reason).await?,
        Steer::Resume => runs::resume(op, run).await?,
        Steer::Cancel => runs::cancel(op, run, reason).await?,
    }
    show(op, run).await
}

/// The names of the projects that these runs belong to.
pub(super) async fn projects(op: &Op, runs: &[RunSummary]) -> Result<BTreeMap<ProjectId, String>, AppError> {
    let ids: BTreeSet<String> = runs.iter().map(|summary| summary.run.project.to_string()).collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let found = op.read().await?.list::<Project>(op.scope(), &Filter::default().one_of("id", ids)).await?;
    Ok(found.iter().map(|project| (project.id(), project.name.clone())).collect())
}

/// What the run is called: by its project, as in the control room.
pub(super) fn title(summary: &RunSummary, names: &BTreeMap<ProjectId, String>) -> String {
    let project = names.get(&summary.run.project).map_or("a project", String::as_str);
    format!("Run of {project}")
}

fn line(summary: &RunSummary, view: &RunView, names: &BTreeMap<ProjectId, String>) -> String {
    let (dollars, cents) = (summary.budget.settled_micros / 1_000_000, summary.budget.settled_micros % 1_000_000 / 10_000);
    let standing = words::standing(view.status.name(), view.reason.map(Reason::name));
    format!("**{}** `{}` {standing}, ${dollars}.{cents:02} spent", escape(&title(summary, names)), summary.run.id)
}
