//! The desk: every piece of work that agents of this process have in their hands.

use super::hand::Hand;
use dream_id::TaskId;
use dream_ports::{AgentRef, SessionWork};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Which work agents of this process have in their hands.
#[derive(Default)]
pub struct Desk {
    hands: RwLock<HashMap<(TaskId, u32), Arc<Hand>>>,
}

/// Work that lies on the desk until this is dropped.
pub struct Laid<'a> {
    desk: &'a Desk,
    at: Option<(TaskId, u32)>,
}

impl Desk {
    /// Lays work on the desk.
    pub fn lay(&self, hand: Arc<Hand>) -> Laid<'_> {
        let at = hand.session_work().task;
        if let Some(at) = at {
            self.hands.write().unwrap_or_else(PoisonError::into_inner).insert(at, hand);
        }
        Laid { desk: self, at }
    }

    /// The work that a conversation of `agent` is about; `None` when it is not in that agent's hands.
    #[must_use]
    pub fn find(&self, agent: &AgentRef, work: SessionWork) -> Option<Arc<Hand>> {
        let found = self.hands.read().unwrap_or_else(PoisonError::into_inner).get(&work.task?).cloned();
        found.filter(|hand| hand.agent() == agent)
    }
}

impl Drop for Laid<'_> {
    fn drop(&mut self) {
        if let Some(at) = &self.at {
            self.desk.hands.write().unwrap_or_else(PoisonError::into_inner).remove(at);
        }
    }
}
