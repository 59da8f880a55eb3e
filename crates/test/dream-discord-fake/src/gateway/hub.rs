//! The sessions: what each was told, so that it can be told again after a break.

use super::intents;
use crate::fake::held;
use dream_clock::Timestamp;
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedSender;

/// The most events that are kept for a resumption.
const MOST_KEPT: usize = 1_000;
/// Sessions may be begun once within this, for each that may be begun at the same time.
const BETWEEN: Duration = Duration::from_secs(5);

/// What a connection is told to do.
#[derive(Debug, Clone)]
pub(crate) enum Order {
    /// Send this.
    Send(Value),
    /// Ask for a reconnection.
    Reconnect,
    /// Close with this code, or break.
    Close(Option<u16>),
}

/// All sessions.
pub(crate) struct Hub {
    sessions: Mutex<Sessions>,
    privileged: u64,
}

#[derive(Default)]
struct Sessions {
    by_id: BTreeMap<String, Session>,
    left: u32,
    began: VecDeque<Timestamp>,
    begun: Vec<&'static str>,
    count: u64,
}

struct Session {
    intents: u64,
    sequence: u64,
    kept: VecDeque<(u64, Value)>,
    connection: Option<UnboundedSender<Order>>,
}

/// Why a session was not begun.
pub(super) enum NotBegun {
    /// Close with this code.
    Close(u16),
    /// Too many at the same time: try again.
    Later,
}

impl Hub {
    pub(crate) fn new(left: u32, privileged: u64) -> Self {
        Self { sessions: Mutex::new(Sessions { left, ..Sessions::default() }), privileged }
    }

    /// How many sessions may still be begun today.
    pub(crate) fn left(&self) -> u32 {
        held(&self.sessions).left
    }

    pub(crate) fn begun(&self) -> Vec<&'static str> {
        held(&self.sessions).begun.clone()
    }

    pub(crate) fn forget(&self) {
        held(&self.sessions).by_id.clear();
    }

    /// Tells every connection.
    pub(crate) fn tell(&self, order: &Order) {
        for session in held(&self.sessions).by_id.values() {
            if let Some(connection) = &session.connection {
                // A connection that has just ended needs no orders.
                let _ = connection.send(order.clone());
            }
        }
    }

    /// Begins a session: its id.
    pub(super) fn identify(&self, intents: u64, connection: UnboundedSender<Order>, now: Timestamp) -> Result<String, NotBegun> {
        if !intents::known(intents) {
            return Err(NotBegun::Close(4013));
        }
        if !intents::granted(intents, self.privileged) {
            return Err(NotBegun::Close(4014));
        }
        let mut sessions = held(&self.sessions);
        if sessions.left == 0 {
            return Err(NotBegun::Close(4004));
        }
        sessions.began.retain(|began| now.since(*began) < BETWEEN);
        if !sessions.began.is_empty() {
            return Err(NotBegun::Later);
        }
        sessions.left -= 1;
        sessions.began.push_back(now);
        sessions.begun.push("identify");
        sessions.count += 1;
        let id = format!("session-{}", sessions.count);
        let session = Session { intents, sequence: 0, kept: VecDeque::new(), connection: Some(connection) };
        sessions.by_id.insert(id.clone(), session);
        Ok(id)
    }

    /// Goes on with a session: what it missed, in order. `None` when there is no such session, or too much was missed.
    pub(super) fn resume(&self, id: &str, sequence: u64, connection: UnboundedSender<Order>) -> Option<Vec<Value>> {
        let mut sessions = held(&self.sessions);
        let session = sessions.by_id.get_mut(id).filter(|session| sequence <= session.sequence)?;
        let first = session.kept.front().map_or(session.sequence + 1, |(first, _)| *first);
        if sequence + 1 < first {
            return None;
        }
        session.connection = Some(connection);
        let missed = session.kept.iter().filter(|(number, _)| *number > sequence).map(|(_, event)| event.clone()).collect();
        sessions.begun.push("resume");
        Some(missed)
    }

    /// The session's connection ended; what happens is kept for it.
    pub(super) fn disconnected(&self, id: &str, connection: &UnboundedSender<Order>) {
        if let Some(session) = held(&self.sessions).by_id.get_mut(id)
            && session.connection.as_ref().is_some_and(|current| current.same_channel(connection))
        {
            session.connection = None;
        }
    }

    /// The session ended for good.
    pub(super) fn ended(&self, id: &str) {
        held(&self.sessions).by_id.remove(id);
    }

    /// Tells every session that sees it of an event.
    pub(crate) fn dispatch(&self, name: &str, data: &Value) {
        for session in held(&self.sessions).by_id.values_mut() {
            if let Some(data) = intents::seen(session.intents, name, data) {
                session.push(name, &data);
            }
        }
    }

    /// Tells one session.
    pub(super) fn dispatch_to(&self, id: &str, name: &str, data: &Value) {
        if let Some(session) = held(&self.sessions).by_id.get_mut(id) {
            session.push(name, data);
        }
    }
}

impl Session {
    fn push(&mut self, name: &str, data: &Value) {
        self.sequence += 1;
        let event = json!({"op": 0, "t": name, "s": self.sequence, "d": data});
        if let Some(connection) = &self.connection {
            // What a broken connection did not take is kept all the same.
            let _ = connection.send(Order::Send(event.clone()));
        }
        self.kept.push_back((self.sequence, event));
        if self.kept.len() > MOST_KEPT {
            self.kept.pop_front();
        }
    }
}
