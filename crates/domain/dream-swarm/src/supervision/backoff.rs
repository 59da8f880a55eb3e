//! How long it is until a process that crashed is started again, and when that is given up.

use crate::RestartPolicy;
use dream_clock::Timestamp;
use std::collections::VecDeque;
use std::time::Duration;

/// The crashes of a process that still count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Crashes {
    /// When each was, within the crash loop's span.
    at: VecDeque<Timestamp>,
    /// How many there were without any progress between them.
    in_a_row: u32,
}

impl Crashes {
    /// Notes one. Returns whether they are a loop now.
    pub(super) fn note(&mut self, policy: &RestartPolicy, now: Timestamp) -> bool {
        let within = Duration::from_secs(policy.crash_loop.within_s);
        self.at.retain(|at| !super::over(*at, within, now));
        self.at.push_back(now);
        self.in_a_row = self.in_a_row.saturating_add(1);
        self.at.len() >= usize::try_from(policy.crash_loop.crashes).unwrap_or(usize::MAX)
    }

    /// It got on with its work, so the next wait is a short one again.
    pub(super) fn recovered(&mut self) {
        self.in_a_row = 0;
    }

    /// A person said to start it again: what was before no longer counts.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    /// How long to wait: twice as long with each crash in a row, between the least and the most, and of that a half to the whole as
    /// `jitter` has it, so that many agents that crash together do not start together.
    pub(super) fn wait(&self, policy: &RestartPolicy, jitter: u32) -> Duration {
        let doublings = self.in_a_row.saturating_sub(1).min(31);
        let wait = policy.wait_min().saturating_mul(1 << doublings).min(policy.wait_max());
        let half = wait / 2;
        let share = f64::from(jitter) / f64::from(u32::MAX);
        half.saturating_add(half.mul_f64(share)).max(policy.wait_min() / 2)
    }
}
