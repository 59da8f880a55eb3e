//! A run with everything that belongs to it, as one thing to decide on.
//!
//! A use case loads the streams, calls decisions, and saves every stream that has pending events in one transaction. Each
//! decision checks everything before it records anything: a refused decision changes nothing. To add a decision, write a
//! method in the file of its verb group under `run_set/`, end it with `self.settle(by)`, and give the model in
//! `tests/properties.rs` a command for it.

mod attempts;
mod constrain;
mod control;
mod gatekeeping;
mod look;
mod money;
mod put;
mod reset;
mod rollback;
mod schedule;
mod second_look;
mod standing;
mod start;
mod verdicts;
mod view;

use crate::{Artifact, Attempt, Budget, Constraint, Review, Run, Stage, Version};
pub use attempts::{Failure, Produced, Product, Work};
pub use constrain::NewConstraint;
use dream_id::{OrgId, StageId};
use dream_ledger::Stream;
pub use put::NewVersion;
pub use rollback::{CannotUndo, Superseded, UndoPlan};
pub use second_look::{BreakGlass, LookAgain};
pub use start::{NewRun, SeedConstraint, add_constraint};
pub use verdicts::{Ballot, Outcome};
pub use view::{RunView, StageView};

/// The streams of one run. The vectors may hold more than a decision needs, in any order: all streams of the run will do.
#[derive(Debug, Clone, PartialEq)]
pub struct RunStreams {
    /// The run.
    pub run: Stream<Run>,
    /// Its money.
    pub budget: Stream<Budget>,
    /// All its stages.
    pub stages: Vec<Stream<Stage>>,
    /// Its attempts: at least those that run, and those whose output stands.
    pub attempts: Vec<Stream<Attempt>>,
    /// Its reviews: at least those that its stages name, and the one to decide on.
    pub reviews: Vec<Stream<Review>>,
    /// All its artifacts.
    pub artifacts: Vec<Stream<Artifact>>,
    /// The versions of its artifacts: at least the newest of each.
    pub versions: Vec<Stream<Version>>,
    /// The constraints of the run, of its project and of its organisation.
    pub constraints: Vec<Stream<Constraint>>,
}

/// A run with everything that belongs to it. Every method that changes something is a decision.
#[derive(Debug, Clone, PartialEq)]
pub struct RunSet {
    streams: RunStreams,
}

/// Why streams do not make up a run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RunSetError {
    /// The run names a stage that is not among the streams.
    #[error("the run's stage {0} was not loaded, or does not belong to it")]
    Stage(StageId),
    /// The budget is another run's.
    #[error("the budget that was loaded is another run's")]
    Budget,
    /// A stage names something that is not among the streams.
    #[error("{what} of stage `{stage}` was not loaded")]
    Missing {
        /// What.
        what: &'static str,
        /// The stage's name.
        stage: String,
    },
}

/// A place in the run's list of stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StageIndex(usize);

impl RunSet {
    /// Puts the streams of a run together.
    ///
    /// # Errors
    /// [`RunSetError`] when something that a decision could need is missing.
    pub fn from_streams(mut streams: RunStreams) -> Result<Self, RunSetError> {
        if streams.budget.run != streams.run.id() {
            return Err(RunSetError::Budget);
        }
        streams.stages.sort_by_key(|stage| stage.position);
        if let Some(missing) = streams.run.stages.iter().find(|id| !streams.stages.iter().any(|stage| stage.id() == **id)) {
            return Err(RunSetError::Stage(*missing));
        }
        if let Some(foreign) = streams.stages.iter().find(|stage| !streams.run.stages.contains(&stage.id())) {
            return Err(RunSetError::Stage(foreign.id()));
        }
        let set = Self { streams };
        for stage in &set.streams.stages {
            set.check_loaded(stage)?;
        }
        Ok(set)
    }

    fn check_loaded(&self, stage: &Stage) -> Result<(), RunSetError> {
        let missing = |what| RunSetError::Missing { what, stage: stage.spec.name.clone() };
        if stage.review.is_some_and(|id| self.review(id).is_none()) {
            return Err(missing("the review"));
        }
        if stage.attempt.is_some_and(|id| self.attempt(id).is_none()) {
            return Err(missing("the running attempt"));
        }
        let Some(output) = &stage.output else { return Ok(()) };
        if self.attempt(output.attempt).is_none() {
            return Err(missing("the attempt behind the output"));
        }
        for version in &output.artifacts {
            self.artifact(version.artifact).ok_or_else(|| missing("an artifact"))?;
            self.version(version.version).ok_or_else(|| missing("a version"))?;
        }
        Ok(())
    }

    /// The streams, with the events that wait to be saved.
    #[must_use]
    pub fn into_streams(self) -> RunStreams {
        self.streams
    }

    /// How many events wait to be saved.
    #[must_use]
    pub fn pending_count(&self) -> usize {
        let RunStreams { run, budget, stages, attempts, reviews, artifacts, versions, constraints } = &self.streams;
        let one = run.pending().len() + budget.pending().len();
        one + count(stages) + count(attempts) + count(reviews) + count(artifacts) + count(versions) + count(constraints)
    }

    /// The attempts with events that wait to be saved.
    pub fn changed_attempts(&self) -> impl Iterator<Item = &Stream<Attempt>> {
        self.streams.attempts.iter().filter(|attempt| !attempt.pending().is_empty())
    }

    /// The stages that events which wait to be saved concern: their own, or the run's.
    pub fn changed_stages(&self) -> impl Iterator<Item = &Stream<Stage>> {
        let all = !self.streams.run.pending().is_empty();
        self.streams.stages.iter().filter(move |stage| all || !stage.pending().is_empty())
    }

    /// The organisation that owns the run.
    #[must_use]
    pub fn org(&self) -> OrgId {
        self.streams.run.org()
    }
}

fn count<A: dream_ledger::Aggregate>(streams: &[Stream<A>]) -> usize {
    streams.iter().map(|stream| stream.pending().len()).sum()
}

impl StageIndex {
    /// The place as a number, from 0.
    #[must_use]
    pub const fn get(self) -> usize {
        self.0
    }
}
