//! One conversation with an agent: what it is about, the turn it is in, and what was said of its tool calls.

mod calls;

use crate::terminals::Terminals;
use dream_ports::{SessionKey, SessionSetup, SessionWork};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio_util::sync::CancellationToken;

pub(crate) use calls::Calls;

/// One conversation.
pub(crate) struct Session {
    pub(crate) key: SessionKey,
    pub(crate) work: SessionWork,
    pub(crate) folder: PathBuf,
    /// What the agent has told of its tool calls.
    pub(crate) calls: Mutex<Calls>,
    pub(crate) terminals: Terminals,
    /// One prompt after the other.
    pub(crate) prompting: tokio::sync::Mutex<()>,
    turn: Mutex<Option<Turn>>,
    closed: CancellationToken,
    /// Set while the agent tells an old conversation again.
    told_again: AtomicBool,
    /// Set when no other turn may begin.
    finishing: AtomicBool,
}

/// One turn: from a prompt to its answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Turn {
    /// Thrown when the turn was cancelled.
    pub(crate) cancelled: CancellationToken,
    /// Thrown when the turn has ended.
    pub(crate) over: CancellationToken,
}

impl Session {
    pub(crate) fn new(key: SessionKey, setup: &SessionSetup, told_again: bool) -> Self {
        Self {
            key,
            work: setup.work,
            folder: setup.folder.clone(),
            calls: Mutex::default(),
            terminals: Terminals::default(),
            prompting: tokio::sync::Mutex::default(),
            turn: Mutex::default(),
            closed: CancellationToken::new(),
            told_again: AtomicBool::new(told_again),
            finishing: AtomicBool::new(false),
        }
    }

    /// Begins a turn.
    pub(crate) fn begin(&self) -> Turn {
        let turn = Turn::default();
        *self.turn.lock().unwrap_or_else(PoisonError::into_inner) = Some(turn.clone());
        turn
    }

    /// Ends the turn: what the agent asked in it and was not answered is answered no more.
    pub(crate) fn end_turn(&self) {
        if let Some(turn) = self.turn.lock().unwrap_or_else(PoisonError::into_inner).take() {
            turn.over.cancel();
        }
    }

    /// The turn that the conversation is in.
    pub(crate) fn turn(&self) -> Option<Turn> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Thrown when the conversation was closed.
    pub(crate) fn closed(&self) -> &CancellationToken {
        &self.closed
    }

    /// Whether what comes was told before.
    pub(crate) fn is_told_again(&self) -> bool {
        self.told_again.load(Ordering::Relaxed)
    }

    pub(crate) fn tell_anew(&self) {
        self.told_again.store(false, Ordering::Relaxed);
    }

    /// Lets no other turn begin.
    pub(crate) fn finish(&self) {
        self.finishing.store(true, Ordering::Relaxed);
    }

    /// Whether no other turn may begin.
    pub(crate) fn is_finishing(&self) -> bool {
        self.finishing.load(Ordering::Relaxed) || self.closed.is_cancelled()
    }

    /// Ends everything of it.
    pub(crate) fn close(&self) {
        self.closed.cancel();
        self.end_turn();
        self.terminals.end();
    }
}

/// The conversations of one process.
#[derive(Default)]
pub(crate) struct Sessions {
    open: Mutex<HashMap<String, Arc<Session>>>,
    /// How many are being opened: an agent may tell of one before it has answered.
    opening: AtomicUsize,
}

impl Sessions {
    pub(crate) fn get(&self, key: &str) -> Option<Arc<Session>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// Adds a conversation. False when there is one of that key.
    pub(crate) fn add(&self, session: Arc<Session>) -> bool {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.contains_key(&session.key.0) {
            return false;
        }
        open.insert(session.key.0.clone(), session);
        true
    }

    pub(crate) fn remove(&self, key: &SessionKey) -> Option<Arc<Session>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&key.0)
    }

    pub(crate) fn keys(&self) -> Vec<SessionKey> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).values().map(|session| session.key.clone()).collect()
    }

    /// Closes every conversation.
    pub(crate) fn clear(&self) {
        let closed = std::mem::take(&mut *self.open.lock().unwrap_or_else(PoisonError::into_inner));
        for session in closed.values() {
            session.close();
        }
    }

    /// Notes that one is being opened, until what is returned is dropped.
    pub(crate) fn opening(self: &Arc<Self>) -> Opening {
        self.opening.fetch_add(1, Ordering::Relaxed);
        Opening(Arc::clone(self))
    }

    pub(crate) fn is_opening(&self) -> bool {
        self.opening.load(Ordering::Relaxed) > 0
    }
}

/// A conversation that is being opened.
pub(crate) struct Opening(Arc<Sessions>);

impl Drop for Opening {
    fn drop(&mut self) {
        self.0.opening.fetch_sub(1, Ordering::Relaxed);
    }
}
