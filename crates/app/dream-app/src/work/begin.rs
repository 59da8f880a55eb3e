//! Which stages' turn it is, and which attempts wait for somebody to work on them.

use crate::{AppError, Command, Op, decisions};
use dream_id::{AttemptId, RunId};
use dream_store::Unit;
use serde::Serialize;

/// The runs in which a stage may be startable, oldest first.
pub async fn startable_runs(op: &Op) -> Result<Vec<RunId>, AppError> {
    let mut reader = op.read().await?;
    let mut ready = Vec::new();
    for run in reader.runs_with_status(op.scope(), &["queued", "running", "waiting", "blocked"]).await? {
        let set = reader.run_set(op.scope(), run).await?;
        if set.is_some_and(|set| !set.startable().is_empty()) {
            ready.push(run);
        }
    }
    Ok(ready)
}

/// Starts every stage of the run whose turn it is. Returns how many.
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
        let ready = set.startable();
        for stage in &ready {
            decisions::with_ids(op, |ids| set.start_attempt(*stage, &op.by(), ids))?;
        }
        tx.save_run(set).await?;
        Ok(ready.len())
    }
}

/// The running attempts, oldest first.
pub async fn running(op: &Op) -> Result<Vec<AttemptId>, AppError> {
    Ok(op.read().await?.running_attempts(op.scope()).await?)
}
