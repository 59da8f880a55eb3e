//! Starts the stages whose turn it is.

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::{App, AppError, Op, work};

/// The scheduler.
pub struct Scheduler(pub App);

#[async_trait]
impl Reconciler for Scheduler {
    fn name(&self) -> &'static str {
        "scheduler"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        let op = Op::of_worker(self.0.clone(), self.name());
        let (mut started, mut after) = (0, None);
        loop {
            let runs = work::touched_runs(&op, after).await?;
            let Some(last) = runs.last().copied() else { return Ok(started > 0) };
            for run in runs {
                match work::start_ready(&op, run).await {
                    Ok(count) => started += count,
                    // One run that cannot be looked at must not hold up the others; it stays touched and is looked at again.
                    Err(error) => tracing::warn!(run.id = %run, error.code = error.code, %error, "a run could not be scheduled"),
                }
            }
            after = Some(last);
        }
    }
}
