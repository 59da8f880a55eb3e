//! The place of one process of an agent, and what is done about it.

use super::backoff::Crashes;
use super::ladder::{Ladder, NudgeKind, Rung};
use super::{FIRMLY_AGAIN, GRACE, GRACE_HELD, GREETING, GiveBack, Heard, LINGER, Step, Wanted, Work, over};
use crate::{EscalationKind, Manifest, RestartPolicy};
use dream_clock::Timestamp;
use std::time::Duration;

/// How long it is waited until what was given up is seen to be recorded, before it is said again.
pub(super) const SAID_AGAIN: Duration = Duration::from_secs(10);

/// How a manifest wants its processes to be treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotPolicy {
    /// When it is started again.
    pub restart: RestartPolicy,
    /// How long it may have work and not get on with it.
    pub idle_timeout: Duration,
}

impl SlotPolicy {
    /// What `manifest` says.
    #[must_use]
    pub const fn of(manifest: &Manifest) -> Self {
        Self { restart: manifest.restart, idle_timeout: manifest.idle_timeout() }
    }
}

/// The place of one process of an agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    pub(super) policy: SlotPolicy,
    pub(super) phase: Phase,
    pub(super) crashes: Crashes,
    pub(super) ladder: Ladder,
    pub(super) load: Load,
    /// Whether it ended by itself, and its manifest lets it be until there is work.
    pub(super) resting: bool,
    pub(super) given_up: GivenUp,
    pub(super) silent: bool,
    pub(super) beat_at: Option<Timestamp>,
    pub(super) progress_at: Option<Timestamp>,
    pub(super) starts: u32,
    /// What was wanted when its process was started, or when people last asked.
    restarts_asked: u32,
    nudges_asked: u32,
    edition: u32,
    pub(super) steps: Vec<Step>,
}

/// The work of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Load {
    /// Whether there is any, as it was last wanted.
    pub(super) work: Work,
    /// Whether an earlier process had it.
    pub(super) resume: bool,
    /// Whether it was given back already, though it still seems to be there.
    pub(super) given_back: bool,
}

/// Where its process is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// There is none.
    Down,
    /// There is none until then.
    BackingOff { until: Timestamp },
    /// It was started and has not greeted.
    Starting { since: Timestamp },
    /// It has greeted; without work since `free_since`.
    Up { free_since: Timestamp },
    /// It was told to end; it is ended firmly from `kill_at` on. `crash` when its end counts as one.
    Stopping { kill_at: Timestamp, crash: bool },
}

/// Whether it is not started again until a person says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GivenUp {
    No,
    /// Said, and not yet seen in what is wanted.
    Said {
        code: &'static str,
        at: Timestamp,
    },
    /// Seen: when it is there no longer, a person has said so.
    Seen,
}

impl Slot {
    /// A place without a process, whose agent is wanted so from the start.
    #[must_use]
    pub fn new(policy: SlotPolicy, wanted: &Wanted) -> Self {
        Self {
            policy,
            phase: Phase::Down,
            crashes: Crashes::default(),
            ladder: Ladder::default(),
            load: Load { work: Work::None, resume: false, given_back: false },
            resting: false,
            given_up: if wanted.given_up { GivenUp::Seen } else { GivenUp::No },
            silent: false,
            beat_at: None,
            progress_at: None,
            starts: 0,
            restarts_asked: wanted.restarts_asked,
            nudges_asked: wanted.nudges_asked,
            edition: wanted.edition,
            steps: Vec::new(),
        }
    }

    /// From now on it is treated as another edition of the manifest says.
    pub fn set_policy(&mut self, policy: SlotPolicy) {
        self.policy = policy;
    }

    /// What is to be done now, in this order.
    pub fn next(&mut self, wanted: &Wanted, now: Timestamp) -> Vec<Step> {
        self.take_in(wanted, now);
        if wanted.is_down() {
            self.bring_down(wanted, now);
        } else {
            match self.phase {
                Phase::Down => self.start(wanted, now),
                Phase::BackingOff { until } => self.wait(wanted, until, now),
                Phase::Starting { since } => self.greet(since, now),
                Phase::Up { free_since } => self.watch(wanted, free_since, now),
                Phase::Stopping { kill_at, crash } => self.end_firmly(kill_at, crash, now),
            }
        }
        std::mem::take(&mut self.steps)
    }

    /// Takes in what changed in what is wanted.
    fn take_in(&mut self, wanted: &Wanted, now: Timestamp) {
        if wanted.work.is_some() && !self.load.work.is_some() {
            self.ladder.moved(now, true);
            (self.load.resume, self.load.given_back, self.resting) = (false, false, false);
        } else if !wanted.work.is_some() && self.load.work.is_some() {
            self.work_over(now);
        } else if wanted.work == Work::Waiting {
            self.ladder.moved(now, false);
        }
        self.load.work = wanted.work;
        self.given_up = match (self.given_up, wanted.given_up) {
            (_, true) => GivenUp::Seen,
            (GivenUp::Seen, false) => {
                self.crashes.forget();
                GivenUp::No
            }
            (GivenUp::Said { code, at }, false) if over(at, SAID_AGAIN, now) => {
                self.steps.push(Step::GiveUp { code });
                GivenUp::Said { code, at: now }
            }
            (unchanged, false) => unchanged,
        };
        if wanted.restarts_asked != self.restarts_asked || wanted.edition != self.edition {
            self.resting = false;
        }
    }

    pub(super) fn work_over(&mut self, now: Timestamp) {
        self.load.work = Work::None;
        self.ladder.moved(now, true);
        (self.load.resume, self.load.given_back) = (false, false);
        if let Phase::Up { free_since } = &mut self.phase {
            *free_since = now;
        }
    }

    fn bring_down(&mut self, wanted: &Wanted, now: Timestamp) {
        let grace = if wanted.held { GRACE_HELD } else { GRACE };
        match self.phase {
            Phase::Down | Phase::BackingOff { .. } => self.phase = Phase::Down,
            Phase::Starting { .. } | Phase::Up { .. } => self.stop(grace, false, now),
            Phase::Stopping { kill_at, .. } => self.end_firmly(kill_at.min(now.plus(grace)), false, now),
        }
        self.resting = false;
        self.give_back(GiveBack::Released);
    }

    fn start(&mut self, wanted: &Wanted, now: Timestamp) {
        if self.given_up != GivenUp::No {
            return self.give_back(GiveBack::Released);
        }
        if !wanted.is_up() || self.resting || self.load.given_back {
            return;
        }
        self.steps.push(Step::Start { resume: self.load.resume });
        self.phase = Phase::Starting { since: now };
        self.starts = self.starts.saturating_add(1);
        (self.silent, self.beat_at, self.progress_at) = (false, None, None);
        (self.restarts_asked, self.nudges_asked, self.edition) = (wanted.restarts_asked, wanted.nudges_asked, wanted.edition);
    }

    fn wait(&mut self, wanted: &Wanted, until: Timestamp, now: Timestamp) {
        let asked = wanted.restarts_asked != self.restarts_asked;
        if asked {
            self.crashes.forget();
        }
        if asked || until <= now || !wanted.is_up() {
            self.phase = Phase::Down;
            self.start(wanted, now);
        }
    }

    fn greet(&mut self, since: Timestamp, now: Timestamp) {
        if over(since, GREETING, now) {
            self.steps.push(Step::Kill);
            self.phase = Phase::Stopping { kill_at: now.plus(FIRMLY_AGAIN), crash: true };
        }
    }

    fn watch(&mut self, wanted: &Wanted, free_since: Timestamp, now: Timestamp) {
        if wanted.restarts_asked != self.restarts_asked {
            self.crashes.forget();
            self.restarts_asked = wanted.restarts_asked;
            return self.replace(false, now);
        }
        if wanted.nudges_asked != self.nudges_asked {
            self.nudges_asked = wanted.nudges_asked;
            self.steps.push(Step::Nudge(NudgeKind::Asked));
        }
        match self.load.work {
            Work::None if self.silent => self.replace(true, now),
            Work::None => self.let_go(wanted, free_since, now),
            Work::Mine if self.silent || self.is_stuck(now) => self.climb(now),
            Work::Mine | Work::Waiting => {}
        }
    }

    /// Without work: a process of an older manifest ends, and one on demand when it has had none for long enough.
    fn let_go(&mut self, wanted: &Wanted, free_since: Timestamp, now: Timestamp) {
        let outdated = wanted.edition != self.edition;
        let unneeded = !wanted.is_up() && (wanted.given_up || over(free_since, LINGER, now));
        if outdated || unneeded {
            self.stop(GRACE, false, now);
        }
    }

    fn climb(&mut self, now: Timestamp) {
        match self.ladder.climb(!self.silent, now) {
            Rung::Nudge => self.steps.push(Step::Nudge(NudgeKind::GoOn)),
            Rung::Restart => self.replace(false, now),
            Rung::Escalate => {
                let tried = self.ladder.take();
                self.steps.push(Step::Escalate { about: EscalationKind::Stuck, tried });
                self.give_back(GiveBack::Failed);
                self.stop(GRACE, false, now);
            }
        }
    }

    fn replace(&mut self, crash: bool, now: Timestamp) {
        self.load.resume = self.load.work.is_some();
        self.stop(GRACE, crash, now);
    }

    fn stop(&mut self, grace: Duration, crash: bool, now: Timestamp) {
        self.steps.push(Step::Stop { grace });
        self.phase = Phase::Stopping { kill_at: now.plus(grace).plus(FIRMLY_AGAIN), crash };
    }

    fn end_firmly(&mut self, kill_at: Timestamp, crash: bool, now: Timestamp) {
        let due = kill_at <= now;
        if due {
            self.steps.push(Step::Kill);
        }
        self.phase = Phase::Stopping { kill_at: if due { now.plus(FIRMLY_AGAIN) } else { kill_at }, crash };
    }

    /// Gives its work back, once.
    pub(super) fn give_back(&mut self, how: GiveBack) {
        if self.load.work.is_some() && !self.load.given_back {
            self.load.given_back = true;
            self.steps.push(Step::GiveBack(how));
        }
    }

    fn is_stuck(&self, now: Timestamp) -> bool {
        self.ladder.since().is_some_and(|since| over(since, self.policy.idle_timeout, now))
    }

    /// Notes something that happened to its process or its work. `jitter` is any number, drawn anew each time.
    pub fn hear(&mut self, heard: Heard, now: Timestamp, jitter: u32) {
        match heard {
            Heard::Started => self.greeted(now),
            Heard::NotStarted { lasting } => self.not_started(lasting, now, jitter),
            Heard::Beat => self.beat(now),
            Heard::Progress => {
                self.beat(now);
                self.progress_at = Some(now);
                self.ladder.moved(now, false);
                self.crashes.recovered();
            }
            Heard::Silent => self.silent = matches!(self.phase, Phase::Up { .. }),
            Heard::Ended { clean } => self.ended(clean, now, jitter),
            Heard::WorkOver => self.work_over(now),
            Heard::TakenAway => self.taken_away(now),
        }
    }

    fn taken_away(&mut self, now: Timestamp) {
        self.work_over(now);
        if let Phase::Up { .. } = self.phase {
            self.stop(GRACE, false, now);
        }
    }

    fn beat(&mut self, now: Timestamp) {
        self.beat_at = Some(now);
        self.silent = false;
    }

    fn greeted(&mut self, now: Timestamp) {
        if let Phase::Starting { .. } = self.phase {
            self.phase = Phase::Up { free_since: now };
            self.beat(now);
            self.ladder.moved(now, false);
        }
    }
}
