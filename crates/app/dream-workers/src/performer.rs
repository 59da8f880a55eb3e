//! Works on running attempts: as many at once as it has slots, each under a lease.

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::{App, AppError, Op, work};
use dream_id::AttemptId;
use dream_ports::Cancel;
use dream_store::Lease;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio_util::task::TaskTracker;

const NAME: &str = "performer";

/// The performer of a process.
pub struct Performer {
    app: App,
    holder: String,
    slots: usize,
    cancel: Cancel,
    busy: Arc<Mutex<BTreeSet<AttemptId>>>,
    tasks: TaskTracker,
}

impl Performer {
    /// A performer that works on up to `slots` attempts at once; `holder` names this process among all. Throwing `cancel` ends its work:
    /// what was recorded by then is not paid again.
    #[must_use]
    pub fn new(app: App, holder: String, slots: usize, cancel: Cancel) -> Self {
        Self { app, holder, slots, cancel, busy: Arc::default(), tasks: TaskTracker::new() }
    }

    /// Waits until nothing is being worked on.
    pub async fn drain(&self) {
        self.tasks.close();
        self.tasks.wait().await;
        self.tasks.reopen();
    }

    fn busy(&self) -> MutexGuard<'_, BTreeSet<AttemptId>> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a slot for `attempt`, unless it has one or none is free.
    fn take(&self, attempt: AttemptId) -> bool {
        let mut busy = self.busy();
        busy.len() < self.slots && busy.insert(attempt)
    }

    fn give_back(&self, attempt: AttemptId) {
        self.busy().remove(&attempt);
    }

    fn begin(&self, attempt: AttemptId, lease: Lease) {
        let (op, cancel) = (Op::of_worker(self.app.clone(), NAME), self.cancel.child());
        let busy = Arc::clone(&self.busy);
        self.tasks.spawn(async move {
            if let Err(error) = work::work_on(&op, attempt, &lease, &cancel).await {
                tracing::warn!(attempt.id = %attempt, error.code = error.code, error = %error, "work on an attempt ended early; it will be taken up again");
            }
            busy.lock().unwrap_or_else(PoisonError::into_inner).remove(&attempt);
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
            if !self.take(attempt) {
                continue;
            }
            match work::take(&op, attempt, &self.holder).await {
                Ok(Some(lease)) => {
                    self.begin(attempt, lease);
                    begun = true;
                }
                Ok(None) => self.give_back(attempt),
                Err(error) => {
                    self.give_back(attempt);
                    tracing::warn!(attempt.id = %attempt, error.code = error.code, %error, "an attempt could not be taken up");
                }
            }
        }
        Ok(begun)
    }
}
