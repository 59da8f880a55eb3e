//! Fills the history of messages behind the bus.

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::{App, AppError, Op, history};
use std::sync::atomic::{AtomicU64, Ordering};

/// How many steps one look takes. With the pause between two looks this leaves the writer to the bus most of the time.
const STEPS: u32 = 8;

/// The keeper of the history.
pub struct HistoryKeeper {
    app: App,
    /// What the bus said when everything was in the history.
    done: AtomicU64,
}

impl HistoryKeeper {
    /// A keeper that looks at everything first.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app, done: AtomicU64::new(u64::MAX) }
    }
}

#[async_trait]
impl Reconciler for HistoryKeeper {
    fn name(&self) -> &'static str {
        "history-keeper"
    }

    /// Always says that there is nothing more to do, so that the next look comes after a pause: searching brings the history up to
    /// date by itself.
    async fn reconcile(&self) -> Result<bool, AppError> {
        let op = Op::of_worker(self.app.clone(), self.name());
        // Asked before the look, so that what comes meanwhile is looked at the next time.
        let news = history::news(&op).await?;
        if self.done.load(Ordering::Relaxed) != news {
            let behind = history::index(&op, op.scope(), STEPS).await?;
            if behind.messages == 0 {
                self.done.store(news, Ordering::Relaxed);
            }
        }
        Ok(false)
    }
}
