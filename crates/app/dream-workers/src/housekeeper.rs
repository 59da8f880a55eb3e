//! Forgets what is kept for a time only: answers under idempotency keys, when old sessions were used, and who
//! worked on attempts that are over.

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
        let (answers, uses) = (housekeeping::forget_answers(&op).await?, housekeeping::forget_uses(&op).await?);
        let leases = housekeeping::forget_leases(&op).await?;
        Ok(answers + uses + leases > 0)
    }
}
