//! Works on attempts: takes up as many of the tasks that they are as it has free slots, each under a lease.

mod slots;

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::{
    App, AppError, Op,
    work::{self, StageWorker, Taken},
};
use dream_ports::Cancel;
use slots::Slots;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio_util::task::TaskTracker;

const NAME: &str = "performer";

/// The performer of a process.
pub struct Performer {
    app: App,
    worker: Arc<dyn StageWorker>,
    holder: String,
    slots: Arc<Slots>,
    /// Whether something may be ours that nobody works on: at the start, and after work that could not be given back.
    left_over: Arc<AtomicBool>,
    cancel: Cancel,
    tasks: TaskTracker,
}

impl Performer {
    /// A performer that has `worker` work on up to `slots` attempts at once; `holder` names this process among all. Throwing `cancel` ends its work:
    /// what was recorded by then is not paid again.
    #[must_use]
    pub fn new(app: App, worker: Arc<dyn StageWorker>, holder: String, slots: usize, cancel: Cancel) -> Self {
        let (slots, left_over) = (Arc::new(Slots::new(slots)), Arc::new(AtomicBool::new(true)));
        Self { app, worker, holder, slots, left_over, cancel, tasks: TaskTracker::new() }
    }

    /// Waits until nothing is being worked on.
    pub async fn drain(&self) {
        self.tasks.close();
        self.tasks.wait().await;
        self.tasks.reopen();
    }

    /// Begins what was taken up and is not being worked on. Returns how many that were.
    fn begin_all(&self, taken: Vec<Taken>) -> usize {
        let fresh = taken.into_iter().filter(|taken| self.slots.take(taken.attempt));
        fresh.map(|taken| self.begin(taken)).count()
    }

    fn begin(&self, taken: Taken) {
        let (op, cancel) = (Op::of_worker(self.app.clone(), NAME), self.cancel.child());
        let (slots, left_over, worker) = (Arc::clone(&self.slots), Arc::clone(&self.left_over), Arc::clone(&self.worker));
        self.tasks.spawn(async move {
            let attempt = taken.attempt;
            match work::work_on(&op, &taken, &*worker, slots.rest(attempt), &cancel).await {
                Ok(()) => slots.give_back(attempt, true),
                Err(error) => {
                    slots.give_back(attempt, false);
                    left_over.store(true, Ordering::Release);
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
        let mut begun = 0;
        if self.left_over.swap(false, Ordering::AcqRel) {
            let before = work::taken_before(&op, &self.holder).await.inspect_err(|_| self.left_over.store(true, Ordering::Release))?;
            begun += self.begin_all(before);
        }
        begun += self.begin_all(work::take_up(&op, &self.holder, self.slots.free(), &*self.worker).await?);
        Ok(begun > 0)
    }
}
