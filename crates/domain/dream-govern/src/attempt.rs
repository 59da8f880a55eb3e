//! An attempt: one try at a stage, with everything it works from.

use crate::{CallRef, CheckResult, VersionRef, Why, fold::cannot_begin};
use dream_clock::Timestamp;
use dream_id::{AttemptId, ConstraintId, ReviewId, RunId, StageId};
use dream_ledger::{Aggregate, Digest, EventData, FoldError, Recorded};
use dream_words::words;
use serde::{Deserialize, Serialize};

/// An attempt as folded from its events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// Its id.
    pub id: AttemptId,
    /// What it works from.
    pub basis: AttemptStarted,
    /// Where it stands.
    pub status: AttemptStatus,
    /// What it handed in.
    pub artifacts: Vec<VersionRef>,
    /// What the machine's checks found.
    pub checks: Vec<CheckResult>,
    /// How many model calls it made.
    pub calls: u32,
    /// What they cost, in millionths of a US dollar.
    pub cost_micros: u64,
    /// How it failed.
    pub failure: Option<AttemptFailure>,
    /// When it started.
    pub started_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

words! {
    /// Where an attempt stands.
    AttemptStatus ("status of an attempt") {
        /// It works.
        Running = "running",
        /// It handed in its artifacts.
        Produced = "produced",
        /// It ended without them.
        Failed = "failed",
        /// Its work no longer stands.
        Superseded = "superseded",
        /// Its run was cancelled.
        Cancelled = "cancelled",
    }
}

/// How an attempt failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptFailure {
    /// A stable word for what went wrong.
    pub code: String,
    /// The body that says it in full, if there is one.
    pub message: Option<Digest>,
}

/// What an attempt works from: all that a resumed attempt needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttemptStarted {
    /// The run.
    pub run: RunId,
    /// The stage.
    pub stage: StageId,
    /// Its number in the stage, from 1.
    pub number: u32,
    /// The brief it works on.
    pub brief: Digest,
    /// The exact versions it works from, in the order of the template.
    pub inputs: Vec<VersionRef>,
    /// The approvals that those versions, and all that they were made from, rest on.
    pub rests_on: Vec<ReviewId>,
    /// The constraints that bind it.
    pub constraints: Vec<ConstraintId>,
    /// The review whose comments it must see.
    pub feedback: Option<ReviewId>,
    /// The attempt whose output those comments are about.
    pub previous: Option<AttemptId>,
    /// The attempt that failed just before, whose failures it must see.
    pub failed: Option<AttemptId>,
    /// The model that a person asked for.
    pub model: Option<String>,
    /// Which variant of the work this is: 0, and one more each time a person asked for a fresh attempt.
    pub variant: u32,
    /// The organisation's own prompt that its craft is told, by the digest of its text; `None` is the built-in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt: Option<Digest>,
}

/// What can happen to an attempt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum AttemptEvent {
    /// It started.
    Started(Box<AttemptStarted>),
    /// It handed in its artifacts.
    Produced {
        /// The versions, in the order of the template.
        artifacts: Vec<VersionRef>,
        /// What the machine's checks found.
        checks: Vec<CheckResult>,
        /// Its model calls, by number.
        calls: Vec<CallRef>,
        /// What they cost, in millionths of a US dollar.
        cost_micros: u64,
    },
    /// It ended without its artifacts.
    Failed {
        /// A stable word for what went wrong.
        code: String,
        /// The body that says it in full.
        message: Option<Digest>,
        /// What the machine's checks found, if it came so far.
        checks: Vec<CheckResult>,
        /// Its model calls, by number.
        calls: Vec<CallRef>,
        /// What they cost, in millionths of a US dollar.
        cost_micros: u64,
    },
    /// Its work no longer stands.
    Superseded {
        /// Why.
        why: Why,
    },
    /// Its run was cancelled.
    Cancelled {},
}

impl EventData for AttemptEvent {}

impl Attempt {
    /// Whether it still works.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.status == AttemptStatus::Running
    }

    fn spent(&mut self, calls: &[CallRef], cost_micros: u64) {
        self.calls = u32::try_from(calls.len()).unwrap_or(u32::MAX);
        self.cost_micros = cost_micros;
    }
}

impl Aggregate for Attempt {
    type Id = AttemptId;
    type Event = AttemptEvent;
    const NOUN: &'static str = "attempt";

    fn create(id: AttemptId, first: &Recorded<AttemptEvent>) -> Result<Self, FoldError> {
        let AttemptEvent::Started(basis) = &first.event else { return Err(cannot_begin(Self::NOUN, &first.event)) };
        Ok(Self {
            id,
            basis: AttemptStarted::clone(basis),
            status: AttemptStatus::Running,
            artifacts: Vec::new(),
            checks: Vec::new(),
            calls: 0,
            cost_micros: 0,
            failure: None,
            started_at: first.at,
            ended_at: None,
        })
    }

    fn apply(&mut self, event: &Recorded<AttemptEvent>) {
        self.ended_at = self.ended_at.or(Some(event.at));
        match &event.event {
            AttemptEvent::Started(_) => {}
            AttemptEvent::Produced { artifacts, checks, calls, cost_micros } => {
                self.status = AttemptStatus::Produced;
                self.artifacts.clone_from(artifacts);
                self.checks.clone_from(checks);
                self.spent(calls, *cost_micros);
            }
            AttemptEvent::Failed { code, message, checks, calls, cost_micros } => {
                self.status = AttemptStatus::Failed;
                self.failure = Some(AttemptFailure { code: code.clone(), message: *message });
                self.checks.clone_from(checks);
                self.spent(calls, *cost_micros);
            }
            AttemptEvent::Superseded { .. } => self.status = AttemptStatus::Superseded,
            AttemptEvent::Cancelled {} => self.status = AttemptStatus::Cancelled,
        }
    }
}
