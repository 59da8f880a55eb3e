//! Compares this machine's clock with the database's, again and again: where several servers share a database, leases of tasks end by
//! the clocks of the servers.

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::{App, AppError, readiness};

/// The clock keeper.
pub struct ClockKeeper(pub App);

#[async_trait]
impl Reconciler for ClockKeeper {
    fn name(&self) -> &'static str {
        "clock_keeper"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        readiness::compare_clocks(&self.0).await?;
        Ok(false)
    }
}
