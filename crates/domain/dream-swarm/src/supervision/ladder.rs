//! The ladder that is climbed for one piece of work that does not get on.

use crate::Tried;
use dream_clock::Timestamp;

/// What an agent is told when it does not get on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NudgeKind {
    /// What its task is, that it is not done, and to go on or to say what it lacks.
    GoOn,
    /// What the person who asked for it said, or the same as [`NudgeKind::GoOn`].
    Asked,
}

/// The next rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rung {
    Nudge,
    Restart,
    Escalate,
}

/// How far the ladder was climbed for one piece of work.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Ladder {
    tried: Vec<Tried>,
    /// Since when it has been stuck at the present rung.
    since: Option<Timestamp>,
    /// When the work began.
    begun: Option<Timestamp>,
}

impl Ladder {
    /// It got on, or began something else: from here on it has its whole timeout. What was tried stays, unless `anew`.
    pub(super) fn moved(&mut self, now: Timestamp, anew: bool) {
        self.since = Some(now);
        if anew {
            self.tried.clear();
            self.begun = Some(now);
        }
    }

    /// When the work began.
    pub(super) fn begun(&self) -> Option<Timestamp> {
        self.begun
    }

    /// Since when it has not got on.
    pub(super) fn since(&self) -> Option<Timestamp> {
        self.since
    }

    /// Climbs. Where it does not answer, telling it something is left out.
    pub(super) fn climb(&mut self, answers: bool, now: Timestamp) -> Rung {
        self.since = Some(now);
        if self.tried.contains(&Tried::Restarted) {
            return Rung::Escalate;
        }
        if answers && !self.tried.contains(&Tried::Nudged) {
            self.tried.push(Tried::Nudged);
            return Rung::Nudge;
        }
        self.tried.push(Tried::Restarted);
        Rung::Restart
    }

    /// What was tried, in order; nothing of it counts for the next piece of work.
    pub(super) fn take(&mut self) -> Vec<Tried> {
        self.since = None;
        std::mem::take(&mut self.tried)
    }
}
