//! Writes down what this process refuses to the senders of sources: together, so that a flood of forgeries costs no write each.

use crate::Reconciler;
use crate::reconciler::{WokenBy, run};
use async_trait::async_trait;
use dream_app::{App, AppError, Op, sources};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How long refusals are counted in memory.
const INTERVAL: Duration = Duration::from_secs(5);

/// The keeper of refusals. One of each process that takes requests in.
pub struct RefusalKeeper(pub App);

impl RefusalKeeper {
    /// Writes refusals down until `stop`, and a last time then.
    pub(crate) async fn run(app: App, stop: CancellationToken) {
        run(Self(app.clone()), app.store.clone(), WokenBy::Timer, INTERVAL, stop).await;
        if let Err(error) = Self(app).reconcile().await {
            tracing::warn!(error.code = error.code, %error, "the newest refusals of sources were not written down");
        }
    }
}

#[async_trait]
impl Reconciler for RefusalKeeper {
    fn name(&self) -> &'static str {
        "refusal-keeper"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        sources::keep_refusals(&Op::of_worker(self.0.clone(), self.name())).await?;
        // What comes meanwhile is written together the next time.
        Ok(false)
    }
}
