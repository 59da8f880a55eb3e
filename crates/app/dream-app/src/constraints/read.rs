//! Questions about constraints.

use crate::{AppError, Op, bodies, runs};
use dream_access::Action;
use dream_govern::Constraint;
use dream_id::{OrgId, RunId};

/// The constraints that bind what starts now in a run.
pub async fn of_run(op: &Op, run: RunId) -> Result<Vec<Constraint>, AppError> {
    let set = runs::find(op, run).await?;
    op.allow(Action::ConstraintRead, Some(set.run().project))?;
    Ok(set.constraints().cloned().collect())
}

/// The constraint's text.
pub async fn text(op: &Op, org: OrgId, constraint: &Constraint) -> Result<String, AppError> {
    bodies::read_text(op, &mut op.read().await?, org, constraint.added.text).await
}
