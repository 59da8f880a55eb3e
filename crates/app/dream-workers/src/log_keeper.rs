//! Keeps this process's log: segments are closed, packed, archived and removed when their time has come. Says to whoever shares the database
//! that this server has one.

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::{App, AppError, Op, logs};

/// The keeper of the log.
pub struct LogKeeper(pub App);

#[async_trait]
impl Reconciler for LogKeeper {
    fn name(&self) -> &'static str {
        "log-keeper"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        let op = Op::of_worker(self.0.clone(), self.name());
        logs::announce_server(&op).await?;
        let kept = logs::keep(&op).await?;
        if kept.archived > 0 || kept.removed > 0 {
            tracing::info!(log.packed = kept.packed, log.archived = kept.archived, log.removed = kept.removed, "log segments were kept");
        }
        // Once more only when it is time again: what was just packed is not yet old.
        Ok(false)
    }
}
