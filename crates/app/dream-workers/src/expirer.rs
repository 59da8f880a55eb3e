//! Ends reviews and permissions that nobody decided in time: as expired, never as a yes or a no; and permissions that nobody asks for any
//! more. Tells people of escalations that no captain answered in time.

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::{App, AppError, Op, escalations, permissions, reviews};

/// The expirer.
pub struct Expirer(pub App);

#[async_trait]
impl Reconciler for Expirer {
    fn name(&self) -> &'static str {
        "expirer"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        let op = Op::of_worker(self.0.clone(), self.name());
        let ended = reviews::expire_due(&op).await? + permissions::end_due(&op).await?;
        let told = escalations::tell_due(&op).await?;
        Ok(ended > 0 || told > 0)
    }
}
