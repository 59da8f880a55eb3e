//! Carries new constraints of projects and organisations into the runs that are under way.

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::{App, AppError, Op, constraints};

/// The constrainer.
pub struct Constrainer(pub App);

#[async_trait]
impl Reconciler for Constrainer {
    fn name(&self) -> &'static str {
        "constrainer"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        constraints::carry_next(&Op::of_worker(self.0.clone(), self.name())).await
    }
}
