//! Tells the rules what happens on this server itself: gates that wait, runs that end, agents that crash.

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::{App, AppError, Op, received};

/// The teller of the server's own feed.
pub struct SelfTeller(pub App);

#[async_trait]
impl Reconciler for SelfTeller {
    fn name(&self) -> &'static str {
        "own-feed"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        received::tell_own(&Op::of_worker(self.0.clone(), self.name())).await
    }
}
