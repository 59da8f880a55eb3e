//! Works on running attempts: as many at once as it has slots, each under a lease.

mod slots;

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::{
    App, AppError, Op,
    work::{self, Worked},
};
use dream_id::AttemptId;
use dream_ports::Cancel;
use dream_store::Lease;
use slots::Slots;
use std::sync::Arc;
use tokio_util::task::TaskTracker;

const NAME: &str = "performer";

/// The performer of a process.
pub struct Performer {
    app: App,
    holder: String,
    slots: Arc<Slots>,
    cancel: Cancel,
    tasks: TaskTracker,
}

impl Performer {
    /// A performer that works on up to `slots` attempts at once; `holder` names this process among all. Throwing `cancel` ends its work:
    /// what was recorded by then is not paid again.
    #[must_use]
    pub fn new(app: App, holder: String, slots: usize, cancel: Cancel) -> Self {
        Self { app, holder, slots: Arc::new(Slots::new(slots)), cancel, tasks: TaskTracker::new() }
    }

    /// Waits until nothing is being worked on.
    pub async fn drain(&self) {
        self.tasks.close();
        self.tasks.wait().await;
        self.tasks.reopen();
    }

    fn begin(&self, attempt: AttemptId, lease: Lease) {
        let (op, cancel) = (Op::of_worker(self.app.clone(), NAME), self.cancel.child());
        let slots = Arc::clone(&self.slots);
        self.tasks.spawn(async move {
            match work::work_on(&op, attempt, &lease, &cancel).await {
                Ok(Worked::Ended) => slots.give_back(attempt),
                Ok(Worked::Waits(wait)) => slots.wait(attempt, op.app().now(), wait),
                Err(error) => {
                    slots.rest(attempt, op.app().now());
                    tracing::warn!(attempt.id = %attempt, error.code = error.code, %error, "work on an attempt ended early; it will be taken up again");
                }
            }
        });
    }
}

#[async_trait]
impl Reconciler for Arc<Performer> {
    fn name(&self) -> &'static str {
        NAME
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        if self.cancel.is_cancelled() {
            return Ok(false);
        }
        let op = Op::of_worker(self.app.clone(), NAME);
        let mut begun = false;
        for attempt in work::running(&op).await? {
            if !self.slots.take(attempt, self.app.now()) {
                continue;
            }
            match work::take(&op, attempt, &self.holder).await {
                Ok(Some(lease)) => {
                    self.begin(attempt, lease);
                    begun = true;
                }
                Ok(None) => self.slots.give_back(attempt),
                Err(error) => {
                    self.slots.rest(attempt, self.app.now());
                    tracing::warn!(attempt.id = %attempt, error.code = error.code, %error, "an attempt could not be taken up");
                }
            }
        }
        Ok(begun)
    }
}
