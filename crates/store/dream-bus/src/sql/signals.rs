//! Who waits for something to happen in a channel, in this process.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::watch;

/// Those who wait, by the channel's number. A channel that nobody waits for has no entry.
#[derive(Debug, Default)]
pub(crate) struct Signals(Mutex<HashMap<u32, watch::Sender<u64>>>);

/// One who waits; take it before looking, so that nothing between the two is missed.
#[derive(Debug)]
pub(crate) struct Waiter {
    signals: Arc<Signals>,
    channel: u32,
    receiver: watch::Receiver<u64>,
}

impl Signals {
    pub(crate) fn wait_for(self: &Arc<Self>, channel: u32) -> Waiter {
        let receiver = self.lock().entry(channel).or_default().subscribe();
        Waiter { signals: Arc::clone(self), channel, receiver }
    }

    /// Something happened in the channel.
    pub(crate) fn ring(&self, channels: impl IntoIterator<Item = u32>) {
        let waiting = self.lock();
        if waiting.is_empty() {
            return;
        }
        for channel in channels {
            if let Some(sender) = waiting.get(&channel) {
                sender.send_modify(|count| *count = count.wrapping_add(1));
            }
        }
    }

    /// Something may have happened anywhere.
    pub(crate) fn ring_all(&self) {
        for sender in self.lock().values() {
            sender.send_modify(|count| *count = count.wrapping_add(1));
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u32, watch::Sender<u64>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiter {
    /// Waits until something happened since the last call, or since this was taken.
    pub(crate) async fn next(&mut self) {
        // The sender lives in the map as long as somebody waits.
        let _ = self.receiver.changed().await;
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        let mut waiting = self.signals.lock();
        // This one is still counted.
        if waiting.get(&self.channel).is_some_and(|sender| sender.receiver_count() <= 1) {
            waiting.remove(&self.channel);
        }
    }
}
