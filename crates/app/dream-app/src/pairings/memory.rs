//! What this process remembers of Discord's channels and of people in Slack, and of what was said lately. Losing it costs a question, or a
//! few repetitions of a loop.

use dream_bridge::pairing::heard::Known;
use dream_bridge::pairing::slack::Person;
use dream_bridge::relay::{Guard, Incoming, NotRelayed, Ourselves};
use dream_clock::Timestamp;
use dream_id::{ConnectionId, DestinationId, OrgId};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The most channels and threads that are remembered.
const MOST_CHANNELS: usize = 20_000;
/// The most people that are remembered, and for how long: names change.
const MOST_PEOPLE: usize = 20_000;
const MET: Duration = Duration::from_hours(1);
/// The most organisations whose texts are remembered.
const MOST_GUARDS: usize = 1_000;

/// What is remembered.
#[derive(Default)]
pub(crate) struct Memory {
    channels: Mutex<HashMap<(ConnectionId, String), Known>>,
    guards: Mutex<HashMap<OrgId, Guard>>,
    /// Who is who in Slack, by the channel that they were met in.
    people: Mutex<HashMap<(DestinationId, String), (Timestamp, Person)>>,
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

    /// Who an account is, if they were met lately.
    pub(super) fn person(&self, channel: DestinationId, account: &str, now: Timestamp) -> Option<Person> {
        let people = held(&self.people);
        let (at, person) = people.get(&(channel, account.to_owned()))?;
        (now.since(*at) < MET).then(|| person.clone())
    }

    /// Remembers who an account is.
    pub(super) fn meet(&self, channel: DestinationId, account: &str, person: Person, now: Timestamp) {
        let mut people = held(&self.people);
        if people.len() >= MOST_PEOPLE {
            people.clear();
        }
        people.insert((channel, account.to_owned()), (now, person));
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
