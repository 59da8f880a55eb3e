//! Has messages of the bridge delivered: as many lanes at once as there are places, and of each sender no more than its share.

mod busy;

use crate::Reconciler;
use async_trait::async_trait;
use busy::Busy;
use dream_app::deliveries::{Deliverer as Delivering, Worked};
use dream_app::{App, AppError};
use dream_store::deliveries::DueLane;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long after a failure the same lane is left alone.
const AFTER_FAILURE: Duration = Duration::from_secs(2);
/// How often it looks without being woken: for what other processes left behind.
const INTERVAL: Duration = Duration::from_millis(500);

/// The deliverer of a process.
#[derive(Clone)]
pub struct Deliverer {
    app: App,
    delivering: Delivering,
    busy: Arc<Busy>,
    ended: Arc<Notify>,
    tasks: TaskTracker,
}

impl Deliverer {
    /// A deliverer; `holder` names this process among all that share the database.
    #[must_use]
    pub fn new(app: App, holder: &str) -> Self {
        let delivering = Delivering::new(app.clone(), holder);
        Self { app, delivering, busy: Arc::default(), ended: Arc::default(), tasks: TaskTracker::new() }
    }

    /// Waits until nothing is being sent.
    pub async fn drain(&self) {
        self.tasks.close();
        self.tasks.wait().await;
        self.tasks.reopen();
    }

    fn begin(&self, lane: DueLane) {
        let this = self.clone();
        self.tasks.spawn(async move {
            match Box::pin(this.delivering.work(&lane)).await {
                Ok(Worked::Done | Worked::More) => {
                    this.busy.end(&lane);
                    this.ended.notify_one();
                }
                Ok(Worked::Elsewhere) => this.busy.end(&lane),
                Err(error) => {
                    tracing::warn!(delivery.lane = lane.lane, error.code = error.code, %error, "deliveries could not be worked on; it is tried again");
                    tokio::time::sleep(AFTER_FAILURE).await;
                    this.busy.end(&lane);
                }
            }
        });
    }

    /// Runs until `stop`: whenever something is added, a lane ended, or the time of one has come.
    pub(crate) async fn run(self, stop: CancellationToken) {
        // Taken before the first look, so that nothing that happens during a look is missed.
        let mut wakeups = self.app.store.delivery_wakeups();
        while !stop.is_cancelled() {
            let pause = match self.look().await {
                Ok(pause) => pause,
                Err(error) => {
                    tracing::warn!(worker.name = "deliverer", error.code = error.code, %error, "worker failed and will try again");
                    AFTER_FAILURE
                }
            };
            tokio::select! {
                () = stop.cancelled() => break,
                () = tokio::time::sleep(pause) => {}
                () = self.ended.notified() => {}
                Some(()) = wakeups.next() => {}
            }
        }
        self.drain().await;
    }

    /// Begins what is due; how long until the next look.
    async fn look(&self) -> Result<Duration, AppError> {
        while self.reconcile().await? {}
        let now = self.app.now();
        // What is due and not begun is another's, or waits for a place: an end wakes this, and else the interval.
        let next = self.delivering.next_due().await?.filter(|next| *next > now);
        Ok(next.map_or(INTERVAL, |next| next.since(now).min(INTERVAL)))
    }
}

#[async_trait]
impl Reconciler for Deliverer {
    fn name(&self) -> &'static str {
        "deliverer"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        if self.busy.is_full() {
            return Ok(false);
        }
        let due = self.delivering.due(&self.busy.turns()).await?;
        let begun = due.into_iter().filter(|lane| self.busy.begin(lane)).map(|lane| self.begin(lane)).count();
        Ok(begun > 0)
    }
}
