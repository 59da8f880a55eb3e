//! What this process remembers of Discord's channels, and of what was said lately. Losing it costs a question, or a few repetitions of a loop.

use dream_bridge::pairing::heard::Known;
use dream_bridge::relay::{Guard, Incoming, NotRelayed, Ourselves};
use dream_clock::Timestamp;
use dream_id::{ConnectionId, OrgId};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The most channels and threads that are remembered.
const MOST_CHANNELS: usize = 20_000;
/// The most organisations whose texts are remembered.
const MOST_GUARDS: usize = 1_000;

/// What is remembered.
#[derive(Default)]
pub(crate) struct Memory {
    channels: Mutex<HashMap<(ConnectionId, String), Known>>,
    guards: Mutex<HashMap<OrgId, Guard>>,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Memory {
    /// Remembers channels and threads, by what they are now.
    pub(super) fn learn(&self, connection: ConnectionId, known: Vec<Known>) {
        let mut channels = held(&self.channels);
        if channels.len() + known.len() > MOST_CHANNELS {
            channels.clear();
        }
        channels.extend(known.into_iter().map(|channel| ((connection, channel.id.clone()), channel)));
    }

    /// The channel or thread, if it is remembered.
    pub(super) fn channel(&self, connection: ConnectionId, channel: &str) -> Option<Known> {
        held(&self.channels).get(&(connection, channel.to_owned())).cloned()
    }

    /// Whether the message may be carried over: not when its words come again and again, as they do in a loop through somebody else's bridge.
    pub(super) fn check(&self, org: OrgId, message: &Incoming<'_>, now: Timestamp) -> Result<(), NotRelayed> {
        let mut guards = held(&self.guards);
        if guards.len() >= MOST_GUARDS && !guards.contains_key(&org) {
            guards.clear();
        }
        guards.entry(org).or_default().relay(&Ourselves::default(), message, now).map(drop)
    }
}
