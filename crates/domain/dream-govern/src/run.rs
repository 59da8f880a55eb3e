//! A run: one execution of a template for a project.

use crate::{Reason, Status, TemplatePin, fold::cannot_begin};
use dream_clock::Timestamp;
use dream_id::{BudgetId, ConstraintId, PersonId, ProjectId, RunId, StageId};
use dream_ledger::{Aggregate, Digest, EventData, FoldError, Recorded};
use serde::{Deserialize, Serialize};

/// A run as folded from its events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Its id.
    pub id: RunId,
    /// The project it works for.
    pub project: ProjectId,
    /// The exact template it follows.
    pub template: TemplatePin,
    /// The body that holds the brief it works on.
    pub brief: Digest,
    /// Who started it.
    pub requester: PersonId,
    /// Its money.
    pub budget: BudgetId,
    /// Its stages, in the order of the template.
    pub stages: Vec<StageId>,
    /// The constraints that bound it from its start.
    pub constraints: Vec<ConstraintId>,
    /// The version of the access policy under which it started.
    pub policy_version: Digest,
    /// Whether a person paused it.
    pub paused: bool,
    /// Where it stands. Equal to what its stages say (see `RunView`) whenever a decision ends.
    pub status: Status,
    /// Why.
    pub reason: Option<Reason>,
    /// The digest of the release bundle, once finished.
    pub release: Option<Digest>,
    /// When it started.
    pub started_at: Timestamp,
    /// When its status last changed.
    pub changed_at: Timestamp,
}

/// How a run began.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunStarted {
    /// The project.
    pub project: ProjectId,
    /// The exact template.
    pub template: TemplatePin,
    /// The body that holds the brief.
    pub brief: Digest,
    /// Who started it.
    pub requester: PersonId,
    /// Its money.
    pub budget: BudgetId,
    /// Its stages, in the order of the template.
    pub stages: Vec<StageId>,
    /// The constraints that bind it from the start.
    pub constraints: Vec<ConstraintId>,
    /// The version of the access policy.
    pub policy_version: Digest,
}

/// What can happen to a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum RunEvent {
    /// It started.
    Started(Box<RunStarted>),
    /// A person paused it: nothing new starts.
    Paused {
        /// The body that says why, if given.
        reason: Option<Digest>,
    },
    /// A person resumed it.
    Resumed {},
    /// Its status follows its stages.
    StatusChanged {
        /// The new status.
        status: Status,
        /// Why.
        reason: Option<Reason>,
    },
    /// A constraint was added that binds what starts later in it.
    Constrained {
        /// Which.
        constraint: ConstraintId,
    },
    /// A person rolled it back.
    RolledBack {
        /// The stage whose output is reviewed again.
        to: String,
        /// The stages whose work no longer stands.
        superseded: Vec<String>,
        /// The body that says why.
        reason: Digest,
    },
    /// A person had a stage, and all that rests on it, done again.
    Rerun {
        /// The first stage to run again.
        from: String,
        /// The stages whose work no longer stands, that one among them.
        superseded: Vec<String>,
    },
    /// A stage failed, and the run with it. Only a re-run or a rollback revives it.
    Failed {
        /// Which stage.
        stage: String,
        /// Why.
        reason: Reason,
    },
    /// All stages are done.
    Finished {
        /// The digest of the release bundle, if the template makes one.
        release: Option<Digest>,
    },
    /// A person ended it for good.
    Cancelled {
        /// The body that says why, if given.
        reason: Option<Digest>,
    },
}

impl EventData for RunEvent {}

impl Run {
    /// Whether it was cancelled: nothing changes it any more.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.status == Status::Cancelled
    }

    /// Whether all its stages are done: only a re-run or a rollback changes it.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.status == Status::Done
    }

    fn stand(&mut self, at: Timestamp, status: Status, reason: Option<Reason>) {
        self.status = status;
        self.reason = reason;
        self.changed_at = at;
    }
}

impl Aggregate for Run {
    type Id = RunId;
    type Event = RunEvent;
    const NOUN: &'static str = "run";

    fn create(id: RunId, first: &Recorded<RunEvent>) -> Result<Self, FoldError> {
        let RunEvent::Started(started) = &first.event else { return Err(cannot_begin(Self::NOUN, &first.event)) };
        let started = RunStarted::clone(started);
        Ok(Self {
            id,
            project: started.project,
            template: started.template,
            brief: started.brief,
            requester: started.requester,
            budget: started.budget,
            stages: started.stages,
            constraints: started.constraints,
            policy_version: started.policy_version,
            paused: false,
            status: Status::Queued,
            reason: None,
            release: None,
            started_at: first.at,
            changed_at: first.at,
        })
    }

    fn apply(&mut self, event: &Recorded<RunEvent>) {
        match &event.event {
            // What binds a stage is asked of the constraints themselves: the run's row must not grow with each of them.
            RunEvent::Started(_) | RunEvent::Constrained { .. } => {}
            RunEvent::Paused { .. } => self.paused = true,
            RunEvent::Resumed {} => self.paused = false,
            RunEvent::StatusChanged { status, reason } => self.stand(event.at, *status, *reason),
            RunEvent::RolledBack { .. } | RunEvent::Rerun { .. } => {
                self.release = None;
                self.stand(event.at, Status::Queued, None);
            }
            RunEvent::Failed { reason, .. } => self.stand(event.at, Status::Failed, Some(*reason)),
            RunEvent::Finished { release } => {
                self.release = *release;
                let reason = if release.is_some() { Reason::Released } else { Reason::Approved };
                self.stand(event.at, Status::Done, Some(reason));
            }
            RunEvent::Cancelled { .. } => self.stand(event.at, Status::Cancelled, None),
        }
    }
}
