//! Rolling a run back to a stage: later work is superseded, never erased.

use crate::{AppError, Command, Op, bodies::Text, decisions};
use dream_access::{Action, policy_version};
use dream_id::RunId;
use dream_store::Unit;
use serde::Serialize;

/// Rolls a run back to the stage `to`, whose output is reviewed again.
pub async fn rollback(op: &Op, run: RunId, to: String, reason: String) -> Result<(), AppError> {
    if reason.trim().is_empty() {
        return Err(AppError::invalid("reason_required", "rolling back needs a reason; it is kept in the ledger"));
    }
    let reason = Text::prepare(op, op.org()?, reason.into_bytes()).await?;
    op.run(&Rollback { run, to, reason }).await
}

#[derive(Serialize)]
struct Rollback {
    run: RunId,
    to: String,
    reason: Text,
}

impl Command for Rollback {
    const NAME: &'static str = "run.rollback";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let mut set = decisions::lock(op, tx, self.run).await?;
        op.allow(Action::RunRollback, Some(set.run().project))?;
        let reason = self.reason.keep(tx, set.org()).await?;
        let to = set.stage_named(&self.to)?;
        decisions::with_ids(op, |ids| set.rollback(to, reason, policy_version(), &op.by(), ids))?;
        decisions::save(op, tx, set).await
    }
}
