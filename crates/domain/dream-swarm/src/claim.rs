//! A claim: the event that says who took up which tasks, all of them together.

use crate::fold::cannot_begin;
use dream_clock::Timestamp;
use dream_id::{ClaimId, TaskId};
use dream_ledger::{Aggregate, EventData, FoldError, Recorded};
use serde::{Deserialize, Serialize};

/// A claim. It begins with its one event and never changes, so nothing but the ledger keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// What the worker calls itself.
    pub worker: String,
    /// The tasks it took.
    pub tasks: Vec<ClaimedTask>,
    /// Until when they are its own unless it says that it goes on.
    pub lease_until: Timestamp,
}

/// One task of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimedTask {
    /// The task.
    pub task: TaskId,
    /// The attempt that began: its fencing token.
    pub attempt: u32,
}

/// What can happen to a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum ClaimEvent {
    /// A worker took tasks up: each of them has started.
    Made {
        /// What the worker calls itself.
        worker: String,
        /// The tasks.
        tasks: Vec<ClaimedTask>,
        /// Until when they are its own unless it says that it goes on.
        lease_until: Timestamp,
    },
}

impl EventData for ClaimEvent {}

impl Aggregate for Claim {
    type Id = ClaimId;
    type Event = ClaimEvent;
    const NOUN: &'static str = "claim";

    fn create(_: ClaimId, first: &Recorded<ClaimEvent>) -> Result<Self, FoldError> {
        let ClaimEvent::Made { worker, tasks, lease_until } = &first.event;
        if tasks.is_empty() {
            return Err(cannot_begin::<Self>(&first.event));
        }
        Ok(Self { worker: worker.clone(), tasks: tasks.clone(), lease_until: *lease_until })
    }

    fn apply(&mut self, _: &Recorded<ClaimEvent>) {}
}
