//! Wake-ups: "something changed, look again". They carry nothing, may come without cause, and several may melt into one.

use std::{collections::HashMap, sync::Mutex};
use tokio::sync::watch;

/// The wake-ups of one channel. Take it before reading, so that nothing between the two is missed.
#[derive(Debug, Clone)]
pub struct Wakeups(watch::Receiver<u64>);

impl Wakeups {
    /// Waits for a wake-up that came since the last call, or since this was taken; `None` when the database was closed.
    pub async fn next(&mut self) -> Option<()> {
        self.0.changed().await.ok()
    }
}

/// The channels of one process.
#[derive(Debug, Default)]
pub(crate) struct Bells(Mutex<HashMap<&'static str, watch::Sender<u64>>>);

impl Bells {
    pub(crate) fn listen(&self, channel: &'static str) -> Wakeups {
        Wakeups(self.lock().entry(channel).or_default().subscribe())
    }

    pub(crate) fn ring(&self, channel: &str) {
        if let Some(bell) = self.lock().get(channel) {
            bell.send_modify(|count| *count = count.wrapping_add(1));
        }
    }

    pub(crate) fn ring_all(&self) {
        for bell in self.lock().values() {
            bell.send_modify(|count| *count = count.wrapping_add(1));
        }
    }

    /// Ends every [`Wakeups`].
    pub(crate) fn close(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<&'static str, watch::Sender<u64>>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
