//! Forgets what is kept for a time only: answers under idempotency keys, when old sessions were used, who
//! worked on attempts that are over, and codes whose time is over.

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::{App, AppError, Op, deliveries, discord_links, housekeeping, pairings, received, sources};

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
        let received = received::forget(&op).await?;
        let codes = discord_links::forget_codes(&op).await?;
        let notifications = housekeeping::forget_notifications(&op).await?;
        let more = deliveries::forget_old(&op).await? | pairings::forget_old(&op).await? | sources::forget_refusals(&op).await?;
        Ok(more || answers + uses + leases + received + codes + notifications > 0)
    }
}
