//! Questions about constraints.

use crate::permissions::{self, Work};
use crate::{AppError, Op, runs};
use dream_access::Action;
use dream_govern::Constraint;
use dream_id::{ConstraintId, RunId};
use dream_ledger::Stream;
use dream_swarm::Task;

/// The constraints that bind what starts now in a run.
pub async fn of_run(op: &Op, run: RunId) -> Result<Vec<Constraint>, AppError> {
    let set = runs::find(op, run).await?;
    op.allow(Action::ConstraintRead, Some(set.run().project))?;
    Ok(set.constraints().cloned().collect())
}

/// The constraints in force now for work on `task`; for no task, those of the organisation.
pub(crate) async fn in_force(op: &Op, task: Option<&Task>) -> Result<Vec<Stream<Constraint>>, AppError> {
    let work = task.map(|task| Work { project: task.project, stage: task.work }).unwrap_or_default();
    op.allow(Action::ConstraintRead, work.project)?;
    permissions::constraints(&mut op.read().await?, op.org()?, &work).await
}

/// The constraint `id`, as whoever added or lifted it sees it.
pub async fn find(op: &Op, id: ConstraintId) -> Result<Stream<Constraint>, AppError> {
    let constraint: Option<Stream<Constraint>> = op.read().await?.find(op.scope(), id).await?;
    constraint.ok_or_else(|| AppError::not_found("constraint", id))
}
