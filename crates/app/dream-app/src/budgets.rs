//! The money of runs.

use crate::{AppError, Command, Op, bodies::Text, decisions};
use dream_access::Action;
use dream_id::RunId;
use dream_store::Unit;
use serde::Serialize;

/// Raises what a run may spend; stages that waited for money go on.
pub async fn raise(op: &Op, run: RunId, cap_micros: u64, reason: Option<String>) -> Result<(), AppError> {
    let reason = match reason {
        Some(text) => Some(Text::prepare(op, op.org()?, text.into_bytes()).await?),
        None => None,
    };
    op.run(&Raise { run, cap_micros, reason }).await
}

#[derive(Serialize)]
struct Raise {
    run: RunId,
    cap_micros: u64,
    reason: Option<Text>,
}

impl Command for Raise {
    const NAME: &'static str = "budget.raise";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let mut set = decisions::lock(op, tx, self.run).await?;
        op.allow(Action::BudgetRaise, Some(set.run().project))?;
        let reason = match &self.reason {
            Some(text) => Some(text.keep(tx, set.org()).await?),
            None => None,
        };
        set.raise_budget(self.cap_micros, reason, &op.by())?;
        decisions::save(op, tx, set).await
    }
}
