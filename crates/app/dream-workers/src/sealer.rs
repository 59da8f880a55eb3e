//! Seals ranges of messages in the ledger, so that history can be proved.

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::history::{self, SealRule};
use dream_app::{App, AppError, Op};

/// The sealer.
pub struct Sealer {
    /// The core.
    pub app: App,
    /// When a range is sealed.
    pub rule: SealRule,
}

#[async_trait]
impl Reconciler for Sealer {
    fn name(&self) -> &'static str {
        "sealer"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        let op = Op::of_worker(self.app.clone(), self.name());
        Ok(history::seal(&op, self.rule).await? > 0)
    }
}
