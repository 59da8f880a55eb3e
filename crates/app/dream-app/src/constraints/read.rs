//! Questions about constraints.

use crate::{AppError, Op, runs};
use dream_access::Action;
use dream_govern::Constraint;
use dream_id::{ConstraintId, RunId};
use dream_ledger::Stream;

/// The constraints that bind what starts now in a run.
pub async fn of_run(op: &Op, run: RunId) -> Result<Vec<Constraint>, AppError> {
    let set = runs::find(op, run).await?;
    op.allow(Action::ConstraintRead, Some(set.run().project))?;
    Ok(set.constraints().cloned().collect())
}

/// The constraint `id`, as whoever added or lifted it sees it.
pub async fn find(op: &Op, id: ConstraintId) -> Result<Stream<Constraint>, AppError> {
    let constraint: Option<Stream<Constraint>> = op.read().await?.find(op.scope(), id).await?;
    constraint.ok_or_else(|| AppError::not_found("constraint", id))
}
