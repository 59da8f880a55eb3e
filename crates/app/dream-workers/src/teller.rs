//! Tells subscriptions of what happens.

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::{App, AppError, Op, subscriptions};

/// The teller.
pub struct Teller(pub App);

#[async_trait]
impl Reconciler for Teller {
    fn name(&self) -> &'static str {
        "teller"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        subscriptions::tell_all(&Op::of_worker(self.0.clone(), self.name())).await
    }
}
