//! Which stages' turn it is.

use super::lost;
use crate::{AppError, Command, Op, decisions, prompts};
use dream_govern::{PromptPins, Reason};
use dream_id::RunId;
use dream_store::Unit;
use serde::Serialize;

/// The runs that changed since somebody looked what may start in them, oldest first, after the run `after`. An empty answer is the
/// end: those that cannot be looked at now stay among them and keep nobody from the others.
pub async fn touched_runs(op: &Op, after: Option<RunId>) -> Result<Vec<RunId>, AppError> {
    Ok(op.read().await?.touched_runs(op.app().system, after).await?)
}

/// Starts every stage of the run whose turn it is, and holds those that nothing but spent money keeps from starting. Calls of attempts
/// that are over are charged once their worker is gone. Returns how many stages were started.
pub async fn start_ready(op: &Op, run: RunId) -> Result<usize, AppError> {
    op.run(&StartReady { run }).await
}

#[derive(Serialize)]
struct StartReady {
    run: RunId,
}

impl Command for StartReady {
    const NAME: &'static str = "stage.start";
    type Answer = usize;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<usize, AppError> {
        let mut set = decisions::lock(op, tx, self.run).await?;
        if !lost::charge(op, tx, &mut set).await? {
            tx.looked_at_run(op.app().system, self.run).await?;
        }
        let ready = set.startable();
        let prompts = if ready.is_empty() { PromptPins::new() } else { prompts::pins(tx, set.org()).await? };
        for stage in &ready {
            decisions::with_ids(op, |ids| set.start_attempt(*stage, &prompts, &op.by(), ids))?;
        }
        for stage in set.out_of_money() {
            set.block(stage, Reason::Budget, &op.by())?;
        }
        decisions::save(op, tx, set).await?;
        Ok(ready.len())
    }
}
