//! Tells people what waits for them and what happened, and carries messages out the ways they chose.

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::notifications::{self, Outlets};
use dream_app::{App, AppError, Op};

/// Follows the feed and reminds.
pub struct Notifier(pub App);

/// Carries messages out: apart from the notifier, so that a receiver that is slow keeps nobody from being told in the control room.
pub struct Messenger {
    /// The core.
    pub app: App,
    /// What carries messages.
    pub outlets: Outlets,
}

#[async_trait]
impl Reconciler for Notifier {
    fn name(&self) -> &'static str {
        "notifier"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        let op = Op::of_worker(self.0.clone(), self.name());
        Ok(notifications::follow(&op).await? | (notifications::remind(&op).await? > 0))
    }
}

#[async_trait]
impl Reconciler for Messenger {
    fn name(&self) -> &'static str {
        "messenger"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        let op = Op::of_worker(self.app.clone(), self.name());
        Ok(notifications::deliver(&op, &self.outlets).await? > 0)
    }
}
