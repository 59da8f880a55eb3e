//! The desk: every piece of work that agents of this process have in their hands.

use super::hand::Hand;
use dream_id::TaskId;
use dream_ports::{AgentRef, SessionWork};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// Which work agents of this process have in their hands.
#[derive(Default)]
pub struct Desk {
    hands: RwLock<HashMap<(TaskId, u32), Lying>>,
    /// Counts what was laid on it.
    count: AtomicU64,
}

/// Work on the desk, with its number among all that was ever laid there.
struct Lying(u64, Arc<Hand>);

/// Work that lies on the desk until this is dropped.
pub struct Laid<'a> {
    desk: &'a Desk,
    at: Option<(TaskId, u32)>,
    number: u64,
}

impl Desk {
    /// Lays work on the desk.
    pub fn lay(&self, hand: Arc<Hand>) -> Laid<'_> {
        let (at, number) = (hand.session_work().task, self.count.fetch_add(1, Ordering::Relaxed));
        if let Some(at) = at {
            self.hands.write().unwrap_or_else(PoisonError::into_inner).insert(at, Lying(number, hand));
        }
        Laid { desk: self, at, number }
    }

    /// The work that a conversation of `agent` is about; `None` when it is not in that agent's hands.
    #[must_use]
    pub fn find(&self, agent: &AgentRef, work: SessionWork) -> Option<Arc<Hand>> {
        let hands = self.hands.read().unwrap_or_else(PoisonError::into_inner);
        let found = hands.get(&work.task?).map(|Lying(_, hand)| Arc::clone(hand));
        found.filter(|hand| hand.agent() == agent)
    }
}

impl Drop for Laid<'_> {
    fn drop(&mut self) {
        let Some(at) = &self.at else { return };
        let mut hands = self.desk.hands.write().unwrap_or_else(PoisonError::into_inner);
        // A conversation may end when the next one about the same work has begun: what that one laid there stays.
        if hands.get(at).is_some_and(|Lying(number, _)| *number == self.number) {
            hands.remove(at);
        }
    }
}
