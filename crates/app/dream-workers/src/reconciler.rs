//! What a worker is, and the loop that runs one.

use async_trait::async_trait;
use dream_app::AppError;
use dream_store::Store;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Something that makes the world follow the ledger.
#[async_trait]
pub trait Reconciler: Send + Sync + 'static {
    /// Its name, in logs and as the actor of its events.
    fn name(&self) -> &'static str;

    /// Looks, and does what is missing. Returns whether there was anything to do.
    async fn reconcile(&self) -> Result<bool, AppError>;
}

/// What wakes a worker besides its timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WokenBy {
    /// The feed has grown.
    Feed,
    /// Events wait for a position.
    Ledger,
    /// A tree of tasks is to be cancelled.
    Tasks,
    /// A task may be claimed.
    Ready,
    /// Something came in from outside.
    Received,
    /// Nothing else.
    Timer,
}

/// The longest pause after failures in a row.
const MAX_PAUSE: Duration = Duration::from_secs(30);
/// The longest while the database is away: once it is back, nobody waits long for events to get their places.
const MAX_PAUSE_OF_STORE: Duration = Duration::from_secs(5);

/// Runs a worker until `stop`: when it is woken, and at least every `interval`.
pub(crate) async fn run(worker: impl Reconciler, store: Store, woken_by: WokenBy, interval: Duration, stop: CancellationToken) {
    // Taken before the first look, so that nothing that happens during a look is missed.
    let mut wakeups = match woken_by {
        WokenBy::Feed => Some(store.feed_wakeups()),
        WokenBy::Ledger => Some(store.ledger_wakeups()),
        WokenBy::Tasks => Some(store.task_due_wakeups()),
        WokenBy::Ready => Some(store.task_wakeups()),
        WokenBy::Received => Some(store.received_wakeups()),
        WokenBy::Timer => None,
    };
    let mut failures = 0_u32;
    while !stop.is_cancelled() {
        let pause = match worker.reconcile().await {
            Ok(true) => {
                failures = 0;
                continue;
            }
            Ok(false) => {
                failures = 0;
                interval
            }
            Err(error) => {
                failures = failures.saturating_add(1);
                tracing::warn!(worker.name = worker.name(), error.code = error.code, error = %chain(&error), failures, "worker failed and will try again");
                let longest = if error.is_retryable() { MAX_PAUSE_OF_STORE } else { MAX_PAUSE };
                interval.saturating_mul(1 << failures.min(6)).min(longest)
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
            () = next(wakeups.as_mut()), if failures == 0 => {}
        }
    }
}

async fn next(wakeups: Option<&mut dream_store::Wakeups>) {
    let ended = match wakeups {
        Some(wakeups) => wakeups.next().await.is_none(),
        None => true,
    };
    if ended {
        // No more wake-ups will come; the timer goes on alone.
        std::future::pending::<()>().await;
    }
}

/// An error with its sources, for the log.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
