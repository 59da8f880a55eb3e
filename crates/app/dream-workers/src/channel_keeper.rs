//! Keeps channels as the ledger says: what was decided about them and not done, retention, consumers that nobody uses, and the history
//! after them.

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::{App, AppError, Op, bus_orders, history};

/// The keeper of channels.
pub struct ChannelKeeper(pub App);

#[async_trait]
impl Reconciler for ChannelKeeper {
    fn name(&self) -> &'static str {
        "channel-keeper"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        let op = Op::of_worker(self.0.clone(), self.name());
        let carried_out = bus_orders::carry_out_left(&op).await?;
        let more = history::upkeep(&op).await? || carried_out;
        let pruned = history::prune(&op).await?;
        Ok(more || pruned > 0)
    }
}
