//! A grant: a person's standing leave for calls of one shape by one agent, until a time and so many times at most.

mod decide;
mod signature;

pub use signature::{ActionSignature, GrantedArguments, GrantedCall};

use crate::fold::cannot_begin;
use dream_clock::Timestamp;
use dream_id::{GrantId, PermissionId, PersonId, TaskId};
use dream_ledger::{Aggregate, Digest, EventData, FoldError, Recorded};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long a grant may last.
pub const LONGEST_GRANT: Duration = Duration::from_hours(90 * 24);
/// How many calls a grant may be for.
pub const MOST_USES: u32 = 10_000;

/// A grant as folded from its events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// What it is; never changes.
    pub made: GrantMade,
    /// Who made it.
    pub by: PersonId,
    /// When.
    pub made_at: Timestamp,
    /// How many calls it has released.
    pub used: u32,
    /// When it released the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<Timestamp>,
    /// When somebody revoked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
}

/// What a grant is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantMade {
    /// What it covers.
    pub signature: ActionSignature,
    /// The permission during which it was made.
    pub permission: PermissionId,
    /// When it ends.
    pub until: Timestamp,
    /// How many calls it is for.
    pub most: u32,
}

/// What can happen to a grant. Who did it is the event's actor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum GrantEvent {
    /// A person made it.
    Made(Box<GrantMade>),
    /// It released a call.
    Used {
        /// What was released: see [`crate::action_digest`].
        digest: Digest,
        /// The task that the agent works on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task: Option<TaskId>,
    },
    /// A person revoked it: it releases nothing from then on.
    Revoked {},
}

impl EventData for GrantEvent {}

impl Grant {
    /// Whether it may still release a call at `now`.
    #[must_use]
    pub fn holds(&self, now: Timestamp) -> bool {
        self.is_open() && now < self.made.until
    }

    /// Whether it was neither revoked nor used up; its time may be over.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.revoked_at.is_none() && self.used < self.made.most
    }
}

impl Aggregate for Grant {
    type Id = GrantId;
    type Event = GrantEvent;
    const NOUN: &'static str = "grant";

    fn create(id: GrantId, first: &Recorded<GrantEvent>) -> Result<Self, FoldError> {
        let (GrantEvent::Made(made), Some(by)) = (&first.event, first.actor.person()) else {
            return Err(cannot_begin::<Self>(&first.event));
        };
        Ok(Self { id, made: GrantMade::clone(made), by, made_at: first.at, used: 0, used_at: None, revoked_at: None })
    }

    fn apply(&mut self, event: &Recorded<GrantEvent>) {
        match &event.event {
            GrantEvent::Made(_) => {}
            GrantEvent::Used { .. } => {
                self.used = self.used.saturating_add(1);
                self.used_at = Some(event.at);
            }
            GrantEvent::Revoked {} => self.revoked_at = Some(event.at),
        }
    }
}
