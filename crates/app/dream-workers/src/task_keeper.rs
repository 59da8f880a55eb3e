//! Settles what time makes due among tasks: scheduled ones, leases and deadlines that are over, trees that are being cancelled.

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::{App, AppError, Op, tasks};
use std::sync::atomic::{AtomicI64, Ordering};

/// The keeper of tasks.
pub struct TaskKeeper {
    app: App,
    /// What the clock showed at the last look, in microseconds.
    seen: AtomicI64,
}

impl TaskKeeper {
    /// A keeper that has not looked yet: at its first look it takes the clock to have been set back, which does no harm.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app, seen: AtomicI64::new(i64::MAX) }
    }
}

#[async_trait]
impl Reconciler for TaskKeeper {
    fn name(&self) -> &'static str {
        "tasks"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        let op = Op::of_worker(self.app.clone(), self.name());
        let now = self.app.now().micros();
        let set_back = now < self.seen.load(Ordering::Relaxed);
        let due = tasks::settle_due(&op, set_back).await?;
        // After the look: one that failed is made good by the next.
        self.seen.store(now, Ordering::Relaxed);
        Ok(due.any())
    }
}
