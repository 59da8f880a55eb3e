//! Carries messages over between the two sides of pairings, in one process of all that share the database. What is heard over each connection is
//! carried beside the others, so that a file that is slow to fetch holds up nobody else's.

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::pairings::{self, HeardBy};
use dream_app::{App, AppError, Op, history};
use std::collections::HashSet;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio_util::task::TaskTracker;

/// For how long a process that no longer renews it carries messages alone.
const TERM: Duration = Duration::from_secs(15);
/// After how many looks it asks the bus without being told of news: for what is delivered again.
const QUIET: u32 = 25;
/// How many connections and sources are carried for at once.
const PLACES: usize = 32;

/// The pairer.
pub struct Pairer {
    app: App,
    holder: String,
    /// What the bus said when everything was carried out.
    done: AtomicU64,
    looks: AtomicU32,
    /// The connections and sources that are carried for right now.
    busy: Arc<Mutex<HashSet<HeardBy>>>,
    tasks: TaskTracker,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Pairer {
    /// A pairer in the process `holder`, which looks at everything first. What it begins goes on in `tasks`.
    #[must_use]
    pub fn new(app: App, holder: &str, tasks: TaskTracker) -> Self {
        let (done, looks) = (AtomicU64::new(u64::MAX), AtomicU32::new(0));
        Self { app, holder: holder.to_owned(), done, looks, busy: Arc::default(), tasks }
    }

    /// Whether this process is the one that carries now: order within a channel holds for one alone.
    async fn is_ours(&self) -> Result<bool, AppError> {
        let mut tx = self.app.store.begin().await?;
        let lease = tx.take_lease(self.app.system, "pairer", &self.holder, TERM).await?;
        tx.commit().await?;
        Ok(lease.is_some())
    }

    /// Carries what was heard over a connection or source, until nothing is left or it has to wait.
    fn begin(&self, by: HeardBy) {
        let (op, busy) = (Op::of_worker(self.app.clone(), "pairer"), Arc::clone(&self.busy));
        self.tasks.spawn(async move {
            if let Err(error) = pairings::carry_in(&op, by).await {
                tracing::warn!(heard.by = %by, error.code = error.code, %error, "what was heard could not be carried over; it is tried again");
            }
            held(&busy).remove(&by);
        });
    }
}

#[async_trait]
impl Reconciler for Pairer {
    fn name(&self) -> &'static str {
        "pairer"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        let op = Op::of_worker(self.app.clone(), self.name());
        // Asked before the look, so that what comes meanwhile is looked at the next time.
        let news = history::news(&op).await?;
        let overdue = self.looks.fetch_add(1, Ordering::Relaxed).is_multiple_of(QUIET);
        let heard = pairings::heard(&op).await?;
        let mut said = overdue || self.done.load(Ordering::Relaxed) != news;
        if said && !pairings::is_anybody_speaking(&op).await? {
            self.done.store(news, Ordering::Relaxed);
            said = false;
        }
        if (heard.is_empty() && !said) || !self.is_ours().await? {
            return Ok(false);
        }
        for by in heard {
            let mut busy = held(&self.busy);
            if busy.len() < PLACES && busy.insert(by) {
                self.begin(by);
            }
        }
        let carried = said && pairings::carry_out(&op).await?;
        if said && !carried {
            self.done.store(news, Ordering::Relaxed);
        }
        Ok(carried)
    }
}
