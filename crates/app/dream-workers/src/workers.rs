//! All workers of a process: started together, drained together.

use crate::reconciler::{WokenBy, run};
use crate::{Expirer, Housekeeper, Performer, Scheduler, Sequencer};
use dream_app::App;
use dream_ports::Cancel;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How the workers of a process run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// This process's name among all that share the database.
    pub holder: String,
    /// How many attempts are worked on at once.
    pub slots: usize,
}

/// The running workers.
pub struct Workers {
    stop: CancellationToken,
    cancel: Cancel,
    performer: Arc<Performer>,
    tasks: TaskTracker,
}

impl Workers {
    /// Starts all workers.
    #[must_use]
    pub fn start(app: &App, settings: Settings) -> Self {
        let (stop, cancel, tasks) = (CancellationToken::new(), Cancel::new(), TaskTracker::new());
        let performer = Arc::new(Performer::new(app.clone(), settings.holder, settings.slots, cancel.clone()));
        let store = || app.store.clone();
        tasks.spawn(run(Sequencer(app.clone()), store(), WokenBy::Ledger, Duration::from_millis(500), stop.clone()));
        tasks.spawn(run(Scheduler(app.clone()), store(), WokenBy::Feed, Duration::from_secs(2), stop.clone()));
        tasks.spawn(run(Arc::clone(&performer), store(), WokenBy::Feed, Duration::from_secs(2), stop.clone()));
        tasks.spawn(run(Expirer(app.clone()), store(), WokenBy::Timer, Duration::from_secs(1), stop.clone()));
        tasks.spawn(run(Housekeeper(app.clone()), store(), WokenBy::Timer, Duration::from_mins(10), stop.clone()));
        Self { stop, cancel, performer, tasks }
    }

    /// Stops: nothing new begins; work under way has `grace` to end, then it is broken off, and resumes at the next start from what
    /// was recorded.
    pub async fn stop(self, grace: Duration) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        if tokio::time::timeout(grace, self.performer.drain()).await.is_err() {
            self.cancel.cancel();
            self.performer.drain().await;
        }
    }
}
