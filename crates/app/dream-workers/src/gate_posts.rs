//! Shows on the messages of gates how their reviews ended.

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::{App, AppError, Op, gate_posts};

/// The keeper of gates' messages.
pub struct GatePosts(pub App);

#[async_trait]
impl Reconciler for GatePosts {
    fn name(&self) -> &'static str {
        "gate-posts"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        gate_posts::settle(&Op::of_worker(self.0.clone(), self.name())).await
    }
}
