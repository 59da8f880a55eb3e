//! Forgets what is kept for a time only: answers under idempotency keys.

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::{App, AppError, Op, housekeeping};

/// The housekeeper.
pub struct Housekeeper(pub App);

#[async_trait]
impl Reconciler for Housekeeper {
    fn name(&self) -> &'static str {
        "housekeeper"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        let op = Op::of_worker(self.0.clone(), self.name());
        Ok(housekeeping::forget_answers(&op).await? > 0)
    }
}
