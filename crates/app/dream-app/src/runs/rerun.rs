//! Running again: from a stage within the same run, or whole as a new run of the same template version and brief.

use super::start::launch;
use crate::{AppError, Command, Op, bodies, decisions, templates};
use dream_access::Action;
use dream_govern::{Project, Run};
use dream_id::RunId;
use dream_ledger::Stream;
use dream_store::Unit;
use serde::Serialize;

/// Has the stage `from`, and all that rests on it, done again.
pub async fn from_stage(op: &Op, run: RunId, from: String) -> Result<RunId, AppError> {
    op.run(&FromStage { run, from }).await
}

#[derive(Serialize)]
struct FromStage {
    run: RunId,
    from: String,
}

impl Command for FromStage {
    const NAME: &'static str = "run.rerun";
    type Answer = RunId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<RunId, AppError> {
        let mut set = decisions::lock(op, tx, self.run).await?;
        op.allow(Action::RunRerun, Some(set.run().project))?;
        let from = set.stage_named(&self.from)?;
        set.rerun(from, &op.by())?;
        decisions::save(op, tx, set).await?;
        Ok(self.run)
    }
}

/// Starts a new run with the same template version and brief as `run`.
pub async fn again(op: &Op, run: RunId) -> Result<RunId, AppError> {
    let missing = || AppError::not_found("run", run);
    let mut reader = op.read().await?;
    let found: Stream<Run> = reader.find(op.scope(), run).await?.ok_or_else(missing)?;
    let source = bodies::read_text(op, &mut reader, found.org(), found.template.digest).await?;
    op.run(&Again { run, source }).await
}

#[derive(Serialize)]
struct Again {
    run: RunId,
    #[serde(skip)]
    source: String,
}

impl Command for Again {
    const NAME: &'static str = "run.again";
    type Answer = RunId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<RunId, AppError> {
        let missing = || AppError::not_found("run", self.run);
        let run: Stream<Run> = tx.find(op.scope(), self.run).await?.ok_or_else(missing)?;
        op.allow(Action::RunRerun, Some(run.project))?;
        let project: Option<Stream<Project>> = tx.find(op.scope(), run.project).await?;
        let mut project = project.ok_or_else(missing)?.state().clone();
        project.brief = run.brief;
        let project = Stream::loaded(run.org(), run.project, 0, project);
        let cap = tx.find::<dream_govern::Budget>(op.scope(), run.budget).await?.map(|budget| budget.cap_micros);
        let source = templates::Source { name: run.template.name.clone(), text: self.source.clone() };
        let parsed = templates::parse(tx, run.org(), &source).await?;
        // A cap that somebody raised is had again only by those who may raise one.
        let may = |cap: &u64| *cap <= parsed.template.cost_cap_micros() || op.allow(Action::BudgetRaise, Some(run.project)).is_ok();
        launch(op, tx, &project, &parsed, cap.filter(may), Vec::new()).await
    }
}
