//! Attempts: one try at a stage, and the model calls that it made.

use crate::{AppError, Op, runs};
use dream_access::Action;
use dream_govern::{Attempt, RunSet};
use dream_id::AttemptId;
use dream_ledger::Stream;
use dream_store::calls;

pub use dream_store::CallRow;

/// The run of the attempt `id`, the attempt among its streams.
pub async fn run_of(op: &Op, id: AttemptId) -> Result<RunSet, AppError> {
    let found: Option<Stream<Attempt>> = op.read().await?.find(op.scope(), id).await?;
    let attempt = found.ok_or_else(|| AppError::not_found("attempt", id))?;
    runs::find(op, attempt.basis.run).await
}

/// The recorded model calls of an attempt of the run `set`, in order.
pub async fn calls(op: &Op, set: &RunSet, id: AttemptId) -> Result<Vec<CallRow>, AppError> {
    op.allow(Action::RunRead, Some(set.run().project))?;
    set.attempt(id).ok_or_else(|| AppError::not_found("attempt", id))?;
    Ok(calls::of_attempt(&mut op.read().await?, op.scope(), id).await?)
}
