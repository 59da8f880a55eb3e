//! Supervision of one process of an agent: what is wanted and what was heard decide what is done next. Pure: time and chance are arguments.
//!
//! A [`Slot`] is the place of one process; an agent has as many as it may work on tasks at once, so two processes never share one. Whoever
//! runs it calls [`Slot::hear`] with everything that happens to the process and [`Slot::next`] afterwards, when what is wanted changes, and
//! at [`Slot::look_again`]; then it carries out the [`Step`]s in their order and reports what became of them by `hear`.
//!
//! # The ladder
//!
//! An agent that has work and does not get on with it for its idle timeout is nudged; for another one, it is ended, started again and told
//! what it was at; for a third one, the captain is told what was tried and the work is given back as not done. No rung is left out but the
//! first for an agent that does not answer at all, none is climbed twice for one piece of work, and nothing on it ever counts as success.

mod backoff;
mod end;
mod ladder;
mod look;
mod slot;
mod wanted;

pub use ladder::NudgeKind;
pub use slot::{Slot, SlotPolicy};
pub use wanted::{Wanted, Work};

use crate::{EscalationKind, Tried};
use dream_clock::Timestamp;
use std::time::Duration;

/// How long a process may take to end politely when its work is over.
pub const GRACE: Duration = Duration::from_secs(5);
/// How long it may take when everything is stopped.
pub const GRACE_HELD: Duration = Duration::from_millis(500);
/// How long a process may take until it has greeted.
pub const GREETING: Duration = Duration::from_mins(1);
/// How long a process of an agent on demand is kept without work.
pub const LINGER: Duration = Duration::from_secs(30);
/// How long after its grace a process is ended firmly, again and again until it is gone.
pub const FIRMLY_AGAIN: Duration = Duration::from_secs(1);

/// Something that happened to a process or its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// The process was started and has greeted.
    Started,
    /// It was not started, or did not greet; nothing of it is left.
    NotStarted {
        /// Whether trying again would come to the same: no confinement, no such program, a missing secret.
        lasting: bool,
    },
    /// It said something: any message of the protocol.
    Beat,
    /// It got on with its work: a tool was used, a model answered, something was handed in, progress was reported.
    Progress,
    /// It did not answer a request of the protocol in time.
    Silent,
    /// Its process ended.
    Ended {
        /// Whether it ended by itself and with success.
        clean: bool,
    },
    /// Its work is over: done or failed. What comes next is other work.
    WorkOver,
    /// Its work was taken away while it may still be at it: its process ends, and that is no crash.
    TakenAway,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Start a process. When it has work left from an earlier one, take that conversation up or tell it anew.
    Start {
        /// Whether it goes on with work that an earlier process had.
        resume: bool,
    },
    /// Tell it something in its conversation; end its turn first if one is open.
    Nudge(NudgeKind),
    /// End its process: politely, and firmly when the grace is over.
    Stop {
        /// How long it may take.
        grace: Duration,
    },
    /// End the whole tree of its process at once: it did not end in time.
    Kill,
    /// Tell the captain.
    Escalate {
        /// What it is about.
        about: EscalationKind,
        /// What was tried, in order.
        tried: Vec<Tried>,
    },
    /// Give its work back as not done.
    GiveBack(GiveBack),
    /// Note that it is not started again until a person says so.
    GiveUp {
        /// A stable word for why: `crash_loop`, `not_started`, `restart_never`.
        code: &'static str,
    },
    /// Note that its process ended when it should not have.
    Crashed,
}

/// Why work is given back. Never as done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GiveBack {
    /// Somebody else may go on at once, and this attempt counts for nothing: the agent was stopped, held or drained.
    Released,
    /// The attempt failed: the agent was stuck, crashed or could not be started.
    Failed,
}

/// When `since` was at least `span` ago, seen from `now`.
fn over(since: Timestamp, span: Duration, now: Timestamp) -> bool {
    since.plus(span) <= now
}
