//! What is seen of a process's place, and when to look again.

use super::slot::{GivenUp, Phase, SAID_AGAIN, Slot};
use super::{GREETING, LINGER, Wanted, Work, over};
use crate::Observed;
use dream_clock::Timestamp;

impl Slot {
    /// Whether there is a process, as far as is known: from its start until it was heard that it ended.
    #[must_use]
    pub fn has_process(&self) -> bool {
        matches!(self.phase, Phase::Starting { .. } | Phase::Up { .. } | Phase::Stopping { .. })
    }

    /// Whether it can be given work now: nothing keeps its agent from starting, and it has none.
    #[must_use]
    pub fn is_free(&self, wanted: &Wanted) -> bool {
        let at_rest = matches!(self.phase, Phase::Down | Phase::Up { .. });
        at_rest && !wanted.is_down() && self.given_up == GivenUp::No && !wanted.given_up && !self.load.work.is_some() && !self.silent
    }

    /// What its process does.
    #[must_use]
    pub fn observed(&self, now: Timestamp) -> Observed {
        match self.phase {
            Phase::Down if self.given_up == GivenUp::No => Observed::Stopped,
            Phase::Down => Observed::Crashed,
            Phase::BackingOff { .. } => Observed::BackingOff,
            Phase::Starting { .. } => Observed::Starting,
            Phase::Stopping { kill_at, .. } if kill_at <= now => Observed::Unresponsive,
            Phase::Up { .. } if self.silent => Observed::Unresponsive,
            Phase::Up { .. } | Phase::Stopping { .. } if !self.load.work.is_some() => Observed::Ready,
            Phase::Up { .. } | Phase::Stopping { .. } => {
                let last = self.progress_at.max(self.ladder.begun());
                let stuck = last.is_some_and(|last| over(last, self.policy.idle_timeout, now));
                if stuck && self.load.work == Work::Mine { Observed::Idle } else { Observed::Working }
            }
        }
    }

    /// How often a process was started in place of an earlier one.
    #[must_use]
    pub fn restarts(&self) -> u32 {
        self.starts.saturating_sub(1)
    }

    /// When it last said anything.
    #[must_use]
    pub fn beat_at(&self) -> Option<Timestamp> {
        self.beat_at
    }

    /// When it last got on with its work.
    #[must_use]
    pub fn progress_at(&self) -> Option<Timestamp> {
        self.progress_at
    }

    /// When [`Slot::next`] is to be called again though nothing happened; `None` when nothing but an event changes anything.
    #[must_use]
    pub fn look_again(&self) -> Option<Timestamp> {
        let of_phase = match self.phase {
            Phase::Down => None,
            Phase::BackingOff { until } => Some(until),
            Phase::Starting { since } => Some(since.plus(GREETING)),
            Phase::Stopping { kill_at, .. } => Some(kill_at),
            Phase::Up { free_since } if !self.load.work.is_some() => Some(free_since.plus(LINGER)),
            Phase::Up { .. } => self.ladder.since().map(|since| since.plus(self.policy.idle_timeout)),
        };
        match self.given_up {
            GivenUp::Said { at, .. } => [of_phase, Some(at.plus(SAID_AGAIN))].into_iter().flatten().min(),
            GivenUp::No | GivenUp::Seen => of_phase,
        }
    }
}
