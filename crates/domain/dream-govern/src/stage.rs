//! A stage of a run: where it stands, and its latest output.

mod event;

use crate::{Attempt, CheckResult, Reason, StageSpec, VersionRef, fold::cannot_begin};
use dream_clock::Timestamp;
use dream_id::{AttemptId, ReviewId, RunId, StageId};
use dream_ledger::{Aggregate, FoldError, Recorded};
use dream_words::words;
pub use event::{StageEvent, StagePlanned};
use serde::{Deserialize, Serialize};

/// A stage as folded from its events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// Its id.
    pub id: StageId,
    /// The run it belongs to.
    pub run: RunId,
    /// Its place in the run, from 0; a stage comes after all that it needs.
    pub position: u32,
    /// What the template says about it.
    pub spec: StageSpec,
    /// How far it is.
    pub phase: Phase,
    /// What holds it, apart from its phase: it goes on from its phase when that is over.
    pub hold: Option<Reason>,
    /// How many times its work was superseded.
    pub generation: u32,
    /// The number of its latest attempt; 0 before the first.
    pub number: u32,
    /// How many attempts failed in a row since a person last decided.
    pub failures: u32,
    /// How many times a person asked for a fresh attempt: each makes another variant of the same work.
    pub variant: u32,
    /// The attempt that is running.
    pub attempt: Option<AttemptId>,
    /// What it last handed in, if that still stands.
    pub output: Option<Output>,
    /// The review of that output, open or closed.
    pub review: Option<ReviewId>,
    /// The review whose comments the next attempt must see.
    pub feedback: Option<ReviewId>,
    /// The attempt whose output those comments are about.
    pub previous: Option<AttemptId>,
    /// The latest attempt that failed since a person last decided.
    pub failed: Option<AttemptId>,
    /// The model that a person asked for.
    pub model: Option<String>,
    /// When it last changed.
    pub changed_at: Timestamp,
}

words! {
    /// How far a stage is.
    Phase ("phase") {
        /// No attempt is running, and none has handed in what is wanted.
        Queued = "queued",
        /// An attempt is running.
        Running = "running",
        /// Its output is under review.
        Waiting = "waiting",
        /// People approved its output.
        Approved = "approved",
        /// Its output passed the machine's checks, and the gate asked for no more.
        Passed = "passed",
        /// A person rejected its output.
        Rejected = "rejected",
        /// Every attempt that the template allows failed.
        Exhausted = "exhausted",
        /// The run was cancelled before it was done.
        Cancelled = "cancelled",
    }
}

/// What a stage handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// The attempt that handed it in. A person's later version of an artifact leaves it as it is.
    pub attempt: AttemptId,
    /// The artifacts, in the order of the template.
    pub artifacts: Vec<VersionRef>,
    /// Whether every machine check has a result and passed.
    pub checks_passed: bool,
    /// What the checks found once a person had put in a version; none while everything is as the attempt handed it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checks: Option<Vec<CheckResult>>,
}

impl Output {
    /// What the checks found in the output as it is, where `attempt` handed it in.
    #[must_use]
    pub fn found<'a>(&'a self, attempt: &'a Attempt) -> &'a [CheckResult] {
        self.checks.as_deref().unwrap_or(&attempt.checks)
    }
}

impl Phase {
    /// Whether later stages may use the output.
    #[must_use]
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Approved | Self::Passed)
    }

    /// Whether the stage failed: only a re-run or a rollback revives it.
    #[must_use]
    pub const fn is_failed(self) -> bool {
        matches!(self, Self::Rejected | Self::Exhausted)
    }
}

impl Stage {
    /// The stage's name in the template.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.spec.name
    }

    /// Whether something of it exists that a reset would undo.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.phase != Phase::Queued || self.output.is_some() || self.hold.is_some() || self.feedback.is_some() || self.failures > 0
    }

    fn forget_tries(&mut self) {
        self.failures = 0;
        self.failed = None;
    }

    fn done(&mut self, phase: Phase) {
        self.phase = phase;
        self.hold = None;
        self.feedback = None;
        self.previous = None;
        self.forget_tries();
    }

    fn planned(id: StageId, at: Timestamp, planned: StagePlanned) -> Self {
        Self {
            id,
            run: planned.run,
            position: planned.position,
            spec: planned.spec,
            phase: Phase::Queued,
            hold: None,
            generation: 0,
            number: 0,
            failures: 0,
            variant: 0,
            attempt: None,
            output: None,
            review: None,
            feedback: None,
            previous: None,
            failed: None,
            model: None,
            changed_at: at,
        }
    }

    fn sent_back(&mut self, event: &StageEvent) {
        let StageEvent::SentBack { review, regenerate, model } = event else { return };
        self.phase = Phase::Queued;
        self.forget_tries();
        if *regenerate {
            self.variant += 1;
            self.feedback = None;
            self.previous = None;
        } else {
            self.feedback = Some(*review);
            self.previous = self.output.as_ref().map(|output| output.attempt);
        }
        if model.is_some() {
            self.model.clone_from(model);
        }
    }

    fn reset(&mut self, generation: u32) {
        self.phase = Phase::Queued;
        self.generation = generation;
        self.hold = None;
        self.attempt = None;
        self.output = None;
        self.review = None;
        self.feedback = None;
        self.previous = None;
        self.forget_tries();
    }
}

impl Aggregate for Stage {
    type Id = StageId;
    type Event = StageEvent;
    const NOUN: &'static str = "stage";

    fn create(id: StageId, first: &Recorded<StageEvent>) -> Result<Self, FoldError> {
        let StageEvent::Planned(planned) = &first.event else { return Err(cannot_begin(Self::NOUN, &first.event)) };
        Ok(Self::planned(id, first.at, StagePlanned::clone(planned)))
    }

    fn apply(&mut self, event: &Recorded<StageEvent>) {
        self.changed_at = event.at;
        match &event.event {
            StageEvent::Planned(_) => {}
            StageEvent::AttemptStarted { attempt, number } => {
                self.phase = Phase::Running;
                self.attempt = Some(*attempt);
                self.number = *number;
            }
            StageEvent::AttemptFailed { attempt, will_retry, .. } => {
                self.phase = if *will_retry { Phase::Queued } else { Phase::Exhausted };
                self.attempt = None;
                self.hold = None;
                self.failures += 1;
                self.failed = Some(*attempt);
            }
            StageEvent::Produced { attempt, artifacts, checks_passed } => {
                self.attempt = None;
                self.hold = None;
                self.output = Some(Output { attempt: *attempt, artifacts: artifacts.clone(), checks_passed: *checks_passed, checks: None });
            }
            StageEvent::OutputReplaced { artifacts, checks_passed, checks } => {
                if let Some(output) = &mut self.output {
                    output.artifacts.clone_from(artifacts);
                    output.checks_passed = *checks_passed;
                    output.checks.clone_from(checks);
                }
            }
            StageEvent::ReviewOpened { review, .. } => {
                self.phase = Phase::Waiting;
                self.review = Some(*review);
                self.attempt = None;
                self.hold = None;
            }
            StageEvent::Approved { .. } => self.done(Phase::Approved),
            StageEvent::Passed {} => {
                self.review = None;
                self.done(Phase::Passed);
            }
            sent_back @ StageEvent::SentBack { .. } => self.sent_back(sent_back),
            StageEvent::Rejected { .. } => {
                self.phase = Phase::Rejected;
                self.hold = None;
            }
            StageEvent::Blocked { reason } => self.hold = Some(*reason),
            StageEvent::Unblocked {} => self.hold = None,
            StageEvent::Reset { generation, .. } => self.reset(*generation),
            StageEvent::Cancelled {} => {
                self.phase = Phase::Cancelled;
                self.attempt = None;
                self.hold = None;
            }
        }
    }
}
