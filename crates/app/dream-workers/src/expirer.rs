//! Ends reviews that nobody decided in time: as expired, never as a yes or a no.

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::{App, AppError, Op, reviews};

/// The expirer.
pub struct Expirer(pub App);

#[async_trait]
impl Reconciler for Expirer {
    fn name(&self) -> &'static str {
        "expirer"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        let op = Op::of_worker(self.0.clone(), self.name());
        Ok(reviews::expire_due(&op).await? > 0)
    }
}
