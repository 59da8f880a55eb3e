//! What people see of a task: one status, and the reason beside it.

use crate::{FailureReason, Phase, Task};
use dream_clock::Timestamp;
use dream_words::words;

words! {
    /// The status of a task, in the words that runs and stages use too.
    Status ("status") {
        /// It can be claimed, or will be at its time.
        Queued = "queued",
        /// A worker is at it.
        Running = "running",
        /// Its own work is done, and something else is awaited.
        Waiting = "waiting",
        /// Something must happen before it can be claimed.
        Blocked = "blocked",
        /// It failed, and will not be tried again by itself.
        Failed = "failed",
        /// It is done.
        Done = "done",
        /// It was cancelled.
        Cancelled = "cancelled",
    }
}

words! {
    /// Why a task has its status.
    Reason ("reason") {
        /// Queued: its time has not come.
        Scheduled = "scheduled",
        /// Queued: an attempt failed, and the next one waits for its time.
        Retry = "retry",
        /// Waiting: its children are not all done.
        Children = "children",
        /// Blocked: a task that it depends on is not done.
        Dependency = "dependency",
        /// Blocked: somebody paused it.
        Paused = "paused",
        /// Failed: its deadline passed.
        Deadline = "deadline",
        /// Failed: the worker of the last attempt was not heard of again.
        LeaseExpired = "lease_expired",
        /// Failed: the last attempt said so.
        Error = "error",
    }
}

words! {
    /// The place of an open task in the queue.
    Place ("place in the queue") {
        /// It can be claimed.
        Ready = "ready",
        /// Its time has not come.
        Delayed = "delayed",
        /// A task that it depends on is not done.
        Blocked = "blocked",
        /// Somebody paused it.
        Paused = "paused",
        /// A worker is at it.
        Running = "running",
        /// It waits for its children.
        Waiting = "waiting",
    }
}

impl Place {
    /// The place of an open task that nobody works on.
    #[must_use]
    pub fn idle(paused: bool, blocked_by: u32, ready_at: Timestamp, now: Timestamp) -> Self {
        match (paused, blocked_by) {
            (true, _) => Self::Paused,
            (false, 1..) => Self::Blocked,
            (false, 0) if ready_at > now => Self::Delayed,
            (false, 0) => Self::Ready,
        }
    }
}

/// A status with its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The status.
    pub status: Status,
    /// The reason, where there is one.
    pub reason: Option<Reason>,
}

impl Standing {
    /// What people see of `task`, whose place in the queue is `place` while it is open.
    #[must_use]
    pub fn of(task: &Task, place: Option<Place>) -> Self {
        let (status, reason) = match (task.phase, place) {
            (Phase::Done, _) => (Status::Done, None),
            (Phase::Cancelled, _) => (Status::Cancelled, None),
            (Phase::Failed, _) => (Status::Failed, task.failure.map(Reason::of)),
            (Phase::Open, Some(Place::Running)) => (Status::Running, None),
            (Phase::Open, Some(Place::Waiting)) => (Status::Waiting, Some(Reason::Children)),
            (Phase::Open, Some(Place::Blocked)) => (Status::Blocked, Some(Reason::Dependency)),
            (Phase::Open, Some(Place::Paused)) => (Status::Blocked, Some(Reason::Paused)),
            (Phase::Open, Some(Place::Delayed)) if task.failures > 0 => (Status::Queued, Some(Reason::Retry)),
            (Phase::Open, Some(Place::Delayed)) => (Status::Queued, Some(Reason::Scheduled)),
            (Phase::Open, Some(Place::Ready) | None) => (Status::Queued, None),
        };
        Self { status, reason }
    }
}

impl Reason {
    fn of(failure: FailureReason) -> Self {
        match failure {
            FailureReason::Deadline => Self::Deadline,
            FailureReason::LeaseExpired => Self::LeaseExpired,
            FailureReason::Error => Self::Error,
        }
    }
}
