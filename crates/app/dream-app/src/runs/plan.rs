//! What a rollback or a re-run would undo, shown before it is confirmed.

use crate::{AppError, Op};
use dream_access::Action;
use dream_govern::UndoPlan;
use dream_id::RunId;

/// What rolling back to the stage `to` would undo.
pub async fn plan_rollback(op: &Op, run: RunId, to: &str) -> Result<UndoPlan, AppError> {
    let set = super::find(op, run).await?;
    op.allow(Action::RunRollback, Some(set.run().project))?;
    Ok(set.plan_rollback(set.stage_named(to)?)?)
}

/// What running again from the stage `from` would undo.
pub async fn plan_rerun(op: &Op, run: RunId, from: &str) -> Result<UndoPlan, AppError> {
    let set = super::find(op, run).await?;
    op.allow(Action::RunRerun, Some(set.run().project))?;
    Ok(set.plan_rerun(set.stage_named(from)?)?)
}
