//! What the task and those who call share.

use super::{
    cache::Cache,
    insert::Lengths,
    publish::{Tools, Touched},
    signals::Signals,
    totals::Totals,
};
use dream_clock::{Clock, Rng};
use dream_sql::{Db, Positions};
use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicI64, AtomicU32},
};
use tokio::sync::watch;

/// What the task and those who call share.
pub(crate) struct Shared {
    pub(crate) db: Db,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) rng: Arc<dyn Rng>,
    pub(crate) cache: Mutex<Cache>,
    pub(crate) signals: Arc<Signals>,
    pub(crate) totals: Totals,
    /// Whether waits have ended.
    pub(crate) ended: watch::Sender<bool>,
    /// Counts publications, for those who follow all channels.
    pub(crate) news: watch::Sender<u64>,
    /// The channel after which the next step of retention looks; more than any number to begin anew.
    pub(crate) retained: AtomicU32,
    /// The consumer after which the next step of upkeep looks for deliveries that nobody answers; -1 to begin anew.
    pub(crate) unread: AtomicI64,
    /// Where transactions that are not the task's own published.
    dirty: Mutex<Vec<Touched>>,
}

impl Shared {
    pub(super) fn new(db: Db, clock: Arc<dyn Clock>, rng: Arc<dyn Rng>) -> Self {
        Self {
            db,
            clock,
            rng,
            cache: Mutex::default(),
            signals: Arc::default(),
            totals: Totals::default(),
            ended: watch::Sender::new(false),
            news: watch::Sender::new(1),
            retained: AtomicU32::new(u32::MAX),
            unread: AtomicI64::new(-1),
            dirty: Mutex::default(),
        }
    }

    /// What publishing needs.
    pub(crate) fn tools(&self) -> Tools<'_> {
        let lengths = if self.is_shared() { Lengths::Long } else { Lengths::Short };
        Tools { cache: &self.cache, rng: self.rng.as_ref(), now: self.clock.now(), lengths }
    }

    /// Whether other processes may work on the same database.
    pub(crate) fn is_shared(&self) -> bool {
        self.db.positions() == Positions::Sequenced
    }

    pub(crate) fn random_bits(&self) -> u32 {
        let mut bytes = [0; 4];
        self.rng.fill(&mut bytes);
        u32::from_le_bytes(bytes)
    }

    /// Notes where a transaction published that is not the task's own; its commit wakes the task.
    pub(super) fn leave_word(&self, touched: Vec<Touched>) {
        self.dirty.lock().unwrap_or_else(PoisonError::into_inner).extend(touched);
    }

    pub(crate) fn take_dirty(&self) -> Vec<Touched> {
        std::mem::take(&mut self.dirty.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Something was published.
    pub(crate) fn news(&self) {
        self.news.send_modify(|count| *count += 1);
    }
}
