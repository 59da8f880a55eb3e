//! A constraint: text for the prompt, and rules that the machine enforces from then on.

mod rule;

pub use rule::Rule;

use crate::{StageSpec, fold::cannot_begin};
use dream_clock::Timestamp;
use dream_id::{ConstraintId, ProjectId, ReviewId, RunId};
use dream_ledger::{Aggregate, Digest, EventData, FoldError, Recorded};
use serde::{Deserialize, Serialize};

/// A constraint as folded from its events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Constraint {
    /// Its id.
    pub id: ConstraintId,
    /// What it says and binds; never changes.
    pub added: ConstraintAdded,
    /// Whether it was lifted.
    pub lifted: bool,
    /// When it was added.
    pub added_at: Timestamp,
}

/// What a constraint says and binds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConstraintAdded {
    /// What it binds.
    pub scope: ConstraintScope,
    /// A short name for lists: at most 120 characters.
    pub title: String,
    /// The body with its text for the prompt.
    pub text: Digest,
    /// What the machine enforces.
    pub rules: Vec<Rule>,
    /// The review during which it was added.
    pub from_review: Option<ReviewId>,
}

/// What a constraint binds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ConstraintScope {
    /// The stage that hands in one artifact of a run.
    Artifact {
        /// The run.
        run: RunId,
        /// The artifact's name.
        name: String,
    },
    /// Some stages of a run.
    Stages {
        /// The run.
        run: RunId,
        /// Their names.
        stages: Vec<String>,
    },
    /// All stages of a run.
    Run {
        /// The run.
        run: RunId,
    },
    /// All runs of a project.
    Project {
        /// The project.
        project: ProjectId,
    },
    /// All runs of the organisation.
    Organisation {},
}

/// What can happen to a constraint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum ConstraintEvent {
    /// It was added.
    Added(Box<ConstraintAdded>),
    /// A person lifted it: it binds nothing that starts later.
    Lifted {
        /// The body that says why.
        reason: Digest,
    },
}

impl EventData for ConstraintEvent {}

impl ConstraintScope {
    /// Whether it names stages or an artifact, rather than everything in a run, project or organisation.
    #[must_use]
    pub const fn is_explicit(&self) -> bool {
        matches!(self, Self::Artifact { .. } | Self::Stages { .. })
    }

    /// Whether it binds the stage `spec` of `run` in `project`.
    #[must_use]
    pub fn covers(&self, project: ProjectId, run: RunId, spec: &StageSpec) -> bool {
        match self {
            Self::Artifact { run: bound, name } => *bound == run && spec.product(name).is_some(),
            Self::Stages { run: bound, stages } => *bound == run && stages.contains(&spec.name),
            Self::Run { run: bound } => *bound == run,
            Self::Project { project: bound } => *bound == project,
            Self::Organisation {} => true,
        }
    }
}

impl Aggregate for Constraint {
    type Id = ConstraintId;
    type Event = ConstraintEvent;
    const NOUN: &'static str = "constraint";

    fn create(id: ConstraintId, first: &Recorded<ConstraintEvent>) -> Result<Self, FoldError> {
        let ConstraintEvent::Added(added) = &first.event else { return Err(cannot_begin(Self::NOUN, &first.event)) };
        Ok(Self { id, added: ConstraintAdded::clone(added), lifted: false, added_at: first.at })
    }

    fn apply(&mut self, event: &Recorded<ConstraintEvent>) {
        match &event.event {
            ConstraintEvent::Added(_) => {}
            ConstraintEvent::Lifted { .. } => self.lifted = true,
        }
    }
}
