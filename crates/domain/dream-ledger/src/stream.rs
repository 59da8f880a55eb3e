//! One governed thing in memory: its state, its version, and the events decided but not yet saved.

use crate::{Aggregate, By, FoldError, Recorded};
use dream_id::OrgId;

/// A governed thing as loaded, plus the events recorded on it since. Saving appends those to the ledger, and fails when
/// somebody else saved first.
#[derive(Debug, Clone, PartialEq)]
pub struct Stream<A: Aggregate> {
    id: A::Id,
    org: OrgId,
    saved: u64,
    state: A,
    pending: Vec<Recorded<A::Event>>,
}

impl<A: Aggregate> Stream<A> {
    /// A new stream that begins with `first`.
    ///
    /// # Errors
    /// [`FoldError`] when `first` cannot begin a stream of this noun.
    pub fn create(org: OrgId, id: A::Id, by: &By, first: A::Event) -> Result<Self, FoldError> {
        let first = Recorded { at: by.at, actor: by.actor.clone(), event: first };
        Ok(Self { id, org, saved: 0, state: A::create(id, &first)?, pending: vec![first] })
    }

    /// A stream as the store holds it: the state after `version` events.
    #[must_use]
    pub fn loaded(org: OrgId, id: A::Id, version: u64, state: A) -> Self {
        Self { id, org, saved: version, state, pending: Vec::new() }
    }

    /// Records an event that was decided: the state moves on, and the event waits to be saved.
    pub fn record(&mut self, by: &By, event: A::Event) {
        let event = Recorded { at: by.at, actor: by.actor.clone(), event };
        self.state.apply(&event);
        self.pending.push(event);
    }

    /// The id of the stream.
    #[must_use]
    pub fn id(&self) -> A::Id {
        self.id
    }

    /// The organisation that owns it.
    #[must_use]
    pub fn org(&self) -> OrgId {
        self.org
    }

    /// How many of its events are in the ledger.
    #[must_use]
    pub fn saved_version(&self) -> u64 {
        self.saved
    }

    /// The state, pending events included.
    #[must_use]
    pub fn state(&self) -> &A {
        &self.state
    }

    /// The state alone, pending events included.
    #[must_use]
    pub fn into_state(self) -> A {
        self.state
    }

    /// The events that wait to be saved.
    #[must_use]
    pub fn pending(&self) -> &[Recorded<A::Event>] {
        &self.pending
    }

    /// Takes the pending events out, counting them as saved: for the store alone.
    #[must_use]
    pub fn take_pending(&mut self) -> Vec<Recorded<A::Event>> {
        let events = std::mem::take(&mut self.pending);
        self.saved += u64::try_from(events.len()).unwrap_or(0);
        events
    }
}

impl<A: Aggregate> std::ops::Deref for Stream<A> {
    type Target = A;

    fn deref(&self) -> &A {
        &self.state
    }
}
