//! A run as lists show it: its own state, its stages, its money and the newest attempt at each stage, and nothing else of it.

use crate::{AppError, Op};
use dream_access::Action;
use dream_govern::{Attempt, Budget, CheckResult, Run, RunView, Stage};
use dream_id::{AttemptId, BudgetId, RunId, Scope};
use dream_ledger::Stream;
use dream_store::{Filter, Reader};
use std::collections::BTreeMap;

/// How many rows of one kind a statement asks for.
const CHUNK: usize = 1_000;

/// A run with what its status is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct RunSummary {
    /// The run.
    pub run: Run,
    /// Its money.
    pub budget: Budget,
    /// Its stages, in order.
    pub stages: Vec<Stage>,
    /// The newest attempt at each stage that has one.
    pub attempts: Vec<Attempt>,
}

impl RunSummary {
    /// Where it and its stages stand.
    #[must_use]
    pub fn view(&self) -> RunView {
        RunView::of(&self.run, &self.stages.iter().collect::<Vec<_>>())
    }

    /// The newest attempt at `stage`.
    #[must_use]
    pub fn latest(&self, stage: &Stage) -> Option<&Attempt> {
        self.attempts.iter().filter(|attempt| attempt.basis.stage == stage.id).max_by_key(|attempt| attempt.basis.number)
    }

    /// What the checks found in what the stage's latest attempt handed in, with the versions that people put in since.
    #[must_use]
    pub fn found<'a>(&'a self, stage: &'a Stage) -> &'a [CheckResult] {
        let Some(latest) = self.latest(stage) else { return &[] };
        let output = stage.output.as_ref().filter(|output| output.attempt == latest.id);
        output.map_or(&latest.checks, |output| output.found(latest))
    }
}

/// The run `id`.
pub async fn summary(op: &Op, id: RunId) -> Result<RunSummary, AppError> {
    let missing = || AppError::not_found("run", id);
    let mut reader = op.read().await?;
    let run: Stream<Run> = reader.find(op.scope(), id).await?.ok_or_else(missing)?;
    op.allow(Action::RunRead, Some(run.project))?;
    summaries(&mut reader, op.scope(), vec![run]).await?.into_iter().next().ok_or_else(missing)
}

/// The same of each of `runs`, in their order, with a few statements for all of them.
pub(super) async fn summaries(reader: &mut Reader, scope: Scope, runs: Vec<Stream<Run>>) -> Result<Vec<RunSummary>, AppError> {
    let mut stages: BTreeMap<RunId, Vec<Stage>> = BTreeMap::new();
    let mut budgets: BTreeMap<BudgetId, Budget> = BTreeMap::new();
    for some in runs.chunks(CHUNK) {
        let of_runs = Filter::default().one_of("run", some.iter().map(|run| run.id().to_string()));
        for stage in reader.list::<Stage>(scope, &of_runs).await? {
            stages.entry(stage.run).or_default().push(stage.state().clone());
        }
        for budget in reader.list::<Budget>(scope, &of_runs).await? {
            budgets.insert(budget.id(), budget.state().clone());
        }
    }
    let newest: Vec<AttemptId> = stages.values().flatten().flat_map(known_attempts).collect();
    let mut attempts: BTreeMap<RunId, Vec<Attempt>> = BTreeMap::new();
    for some in newest.chunks(CHUNK) {
        let these = Filter::default().one_of("id", some.iter().map(ToString::to_string));
        for attempt in reader.list::<Attempt>(scope, &these).await? {
            attempts.entry(attempt.basis.run).or_default().push(attempt.state().clone());
        }
    }
    let mut all = Vec::with_capacity(runs.len());
    for run in runs {
        let missing = || AppError::not_found("budget", run.budget);
        let mut stages = stages.remove(&run.id()).unwrap_or_default();
        stages.sort_by_key(|stage| stage.position);
        let budget = budgets.remove(&run.budget).ok_or_else(missing)?;
        let attempts = attempts.remove(&run.id()).unwrap_or_default();
        all.push(RunSummary { run: run.state().clone(), budget, stages, attempts });
    }
    Ok(all)
}

/// The attempts that a stage knows of: the one that runs, the last that failed, and the one behind its output. The newest is among them.
fn known_attempts(stage: &Stage) -> impl Iterator<Item = AttemptId> {
    stage.attempt.into_iter().chain(stage.failed).chain(stage.output.as_ref().map(|output| output.attempt))
}
