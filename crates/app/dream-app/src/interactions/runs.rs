//! Runs, in Discord.

use super::reply::{MOST_LINES, Reply};
use crate::runs::{self, RunFilter, RunSummary};
use crate::{AppError, Op};
use dream_bridge::discord::interaction::Steer;
use dream_bridge::discord::markdown::escape;
use dream_id::{Limit, RunId};

/// The newest runs.
pub(super) async fn list(op: &Op) -> Result<Reply, AppError> {
    let page = runs::list(op, RunFilter::default(), None, Limit::new(MOST_LINES)).await?;
    let lines: Vec<String> = page.items.iter().map(line).collect();
    Ok(Reply::listed("Runs", &lines, page.next.is_some(), "There are no runs that you may see."))
}

/// One run and its stages.
pub(super) async fn show(op: &Op, run: RunId) -> Result<Reply, AppError> {
    let summary = runs::summary(op, run).await?;
    let view = summary.view();
    let stages = summary.stages.iter().zip(&view.stages).map(|(stage, view)| {
        let reason = view.reason.map(|reason| format!(": {}", reason.name())).unwrap_or_default();
        format!("- {}: {}{reason}", escape(&stage.spec.title), view.status.name())
    });
    let lines: Vec<String> = std::iter::once(line(&summary)).chain(stages).collect();
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

fn line(summary: &RunSummary) -> String {
    let view = summary.view();
    let reason = view.reason.map(|reason| format!(": {}", reason.name())).unwrap_or_default();
    let (dollars, cents) = (summary.budget.settled_micros / 1_000_000, summary.budget.settled_micros % 1_000_000 / 10_000);
    format!("`{}` {}, {}{reason}, ${dollars}.{cents:02} spent", summary.run.id, escape(&summary.run.template.name), view.status.name())
}
