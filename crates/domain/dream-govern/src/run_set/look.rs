//! Looking things up in a run: by id, by name, and along its graph of stages.

use super::{RunSet, StageIndex};
use crate::{Artifact, Attempt, Budget, CheckResult, Constraint, Refusal, Review, Run, Stage, Version};
use dream_id::{ArtifactId, AttemptId, ReviewId, StageId, VersionId};
use dream_ledger::{Aggregate, Stream};
use std::collections::BTreeSet;

impl RunSet {
    /// The run.
    #[must_use]
    pub fn run(&self) -> &Run {
        self.streams.run.state()
    }

    /// Its money.
    #[must_use]
    pub fn budget(&self) -> &Budget {
        self.streams.budget.state()
    }

    /// Its stages, in order.
    pub fn stages(&self) -> impl DoubleEndedIterator<Item = (StageIndex, &Stage)> {
        self.streams.stages.iter().enumerate().map(|(n, stage)| (StageIndex(n), stage.state()))
    }

    /// The stage at `index`.
    #[must_use]
    pub fn stage(&self, index: StageIndex) -> Option<&Stage> {
        self.streams.stages.get(index.0).map(Stream::state)
    }

    /// The constraints of the run, its project and its organisation that were loaded.
    pub fn constraints(&self) -> impl Iterator<Item = &Constraint> {
        self.streams.constraints.iter().map(Stream::state)
    }

    /// The artifacts of the run.
    pub fn artifacts(&self) -> impl Iterator<Item = &Artifact> {
        self.streams.artifacts.iter().map(Stream::state)
    }

    /// The reviews of the run that were loaded.
    pub fn reviews(&self) -> impl Iterator<Item = &Review> {
        self.streams.reviews.iter().map(Stream::state)
    }

    /// The attempts of the run that were loaded.
    pub fn attempts(&self) -> impl Iterator<Item = &Attempt> {
        self.streams.attempts.iter().map(Stream::state)
    }

    /// The versions of the run's artifacts that were loaded.
    pub fn versions(&self) -> impl Iterator<Item = &Version> {
        self.streams.versions.iter().map(Stream::state)
    }

    /// The review `id`, if it was loaded.
    #[must_use]
    pub fn review(&self, id: ReviewId) -> Option<&Review> {
        find(&self.streams.reviews, id)
    }

    /// The attempt `id`, if it was loaded.
    #[must_use]
    pub fn attempt(&self, id: AttemptId) -> Option<&Attempt> {
        find(&self.streams.attempts, id)
    }

    /// What the checks found in what the review asks about.
    #[must_use]
    pub fn checks_of(&self, review: &Review) -> &[CheckResult] {
        let Some(attempt) = self.attempt(review.attempt) else { return &[] };
        let stage = self.stages().find(|(_, stage)| stage.id == review.stage).map(|(_, stage)| stage);
        let output = stage.and_then(|stage| stage.output.as_ref()).filter(|output| output.artifacts == review.artifacts);
        output.map_or(&attempt.checks, |output| output.found(attempt))
    }

    /// The artifact `id`.
    #[must_use]
    pub fn artifact(&self, id: ArtifactId) -> Option<&Artifact> {
        find(&self.streams.artifacts, id)
    }

    /// The version `id`, if it was loaded.
    #[must_use]
    pub fn version(&self, id: VersionId) -> Option<&Version> {
        find(&self.streams.versions, id)
    }

    /// The artifact named `name`.
    #[must_use]
    pub fn artifact_named(&self, name: &str) -> Option<&Artifact> {
        self.artifacts().find(|artifact| artifact.name == name)
    }

    /// The stage named `name`.
    ///
    /// # Errors
    /// [`Refusal::UnknownStage`].
    pub fn stage_named(&self, name: &str) -> Result<StageIndex, Refusal> {
        let found = self.stages().find(|(_, stage)| stage.spec.name == name).map(|(index, _)| index);
        found.ok_or_else(|| Refusal::UnknownStage { name: name.chars().take(80).collect(), known: self.stage_names() })
    }

    /// The stage with the id `id`.
    ///
    /// # Errors
    /// [`Refusal::UnknownStage`].
    pub fn stage_index(&self, id: StageId) -> Result<StageIndex, Refusal> {
        let found = self.stages().find(|(_, stage)| stage.id == id).map(|(index, _)| index);
        found.ok_or_else(|| Refusal::UnknownStage { name: id.to_string(), known: self.stage_names() })
    }

    fn stage_names(&self) -> String {
        self.stages().map(|(_, stage)| stage.name()).collect::<Vec<_>>().join(", ")
    }

    /// The stage at `index`, which came from this set.
    pub(super) fn at(&self, index: StageIndex) -> Result<&Stage, Refusal> {
        self.stage(index).ok_or_else(|| Refusal::UnknownStage { name: format!("number {}", index.0), known: self.stage_names() })
    }

    /// All stages that must be done before `index`, directly or not.
    pub(crate) fn ancestors(&self, index: StageIndex) -> BTreeSet<StageIndex> {
        let mut found = BTreeSet::new();
        let mut todo = vec![index];
        while let Some(next) = todo.pop() {
            let needs = self.stage(next).map(|stage| stage.spec.needs.as_slice()).unwrap_or_default();
            let needed = self.stages().filter(|(_, stage)| needs.contains(&stage.spec.name)).map(|(index, _)| index);
            todo.extend(needed.filter(|need| found.insert(*need)));
        }
        found
    }

    /// All stages that rest on one of `roots`, directly or not; the roots themselves only if they rest on another root.
    pub(super) fn descendants(&self, roots: &BTreeSet<StageIndex>) -> BTreeSet<StageIndex> {
        let rests = |index: &StageIndex| self.ancestors(*index).intersection(roots).next().is_some();
        self.stages().map(|(index, _)| index).filter(rests).collect()
    }

    /// The stage that produces the artifact `name`.
    pub(super) fn producer(&self, name: &str) -> Option<StageIndex> {
        self.stages().find(|(_, stage)| stage.spec.product(name).is_some()).map(|(index, _)| index)
    }

    /// The names of the stages at `indexes`, in order.
    pub(super) fn names_of<'a>(&self, indexes: impl IntoIterator<Item = &'a StageIndex>) -> Vec<String> {
        indexes.into_iter().filter_map(|index| self.stage(*index)).map(|stage| stage.spec.name.clone()).collect()
    }
}

fn find<A: Aggregate>(streams: &[Stream<A>], id: A::Id) -> Option<&A> {
    streams.iter().find(|stream| stream.id() == id).map(Stream::state)
}
