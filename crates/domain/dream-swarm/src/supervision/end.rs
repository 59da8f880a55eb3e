//! The end of a process: one that was wanted, one that counts as a crash, and one that never began.

use super::slot::{GivenUp, Phase, Slot};
use super::{GiveBack, Step};
use crate::{EscalationKind, RestartWhen};
use dream_clock::Timestamp;

impl Slot {
    /// A process that was to be started is not there. Where trying again would come to the same, it is not tried again.
    pub(super) fn not_started(&mut self, lasting: bool, now: Timestamp, jitter: u32) {
        match self.phase {
            Phase::Starting { .. } if lasting => {
                self.phase = Phase::Down;
                self.say_given_up(EscalationKind::NotStarted, "not_started", now);
            }
            Phase::Starting { .. } | Phase::Up { .. } | Phase::Stopping { crash: true, .. } => self.crash(now, jitter),
            Phase::Stopping { crash: false, .. } => self.phase = Phase::Down,
            Phase::Down | Phase::BackingOff { .. } => {}
        }
    }

    /// Its process has ended. With work left, no end is a good one unless it was asked for.
    pub(super) fn ended(&mut self, clean: bool, now: Timestamp, jitter: u32) {
        match self.phase {
            Phase::Stopping { crash: false, .. } => self.phase = Phase::Down,
            Phase::Up { .. } if clean && !self.load.work.is_some() => {
                self.phase = Phase::Down;
                self.resting = self.policy.restart.when != RestartWhen::Always;
            }
            Phase::Stopping { crash: true, .. } | Phase::Starting { .. } | Phase::Up { .. } => self.crash(now, jitter),
            Phase::Down | Phase::BackingOff { .. } => {}
        }
    }

    fn crash(&mut self, now: Timestamp, jitter: u32) {
        self.steps.push(Step::Crashed);
        self.phase = Phase::Down;
        self.silent = false;
        self.load.resume = self.load.work.is_some();
        let restart = self.policy.restart;
        let is_loop = self.crashes.note(&restart, now);
        if restart.when == RestartWhen::Never {
            self.say_given_up(EscalationKind::NotStarted, "restart_never", now);
        } else if is_loop {
            self.say_given_up(EscalationKind::CrashLoop, "crash_loop", now);
        } else {
            self.phase = Phase::BackingOff { until: now.plus(self.crashes.wait(&restart, jitter)) };
        }
    }

    fn say_given_up(&mut self, about: EscalationKind, code: &'static str, now: Timestamp) {
        let tried = self.ladder.take();
        self.steps.push(Step::Escalate { about, tried });
        self.give_back(GiveBack::Failed);
        self.steps.push(Step::GiveUp { code });
        self.given_up = GivenUp::Said { code, at: now };
    }
}
