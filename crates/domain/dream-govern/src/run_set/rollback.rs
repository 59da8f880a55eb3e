//! Rolling back and running again: first the plan of what will be undone and what cannot be, then exactly that.

use super::{RunSet, StageIndex};
use crate::{NewIds, Phase, Refusal, RunEvent, VersionRef, Why};
use dream_id::{AttemptId, ReviewId};
use dream_ledger::{By, Digest};
use std::collections::BTreeSet;

/// What a rollback or a re-run will undo, and what it cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoPlan {
    /// The stage it goes back to.
    pub stage: String,
    /// The work that will no longer stand, in the order of the stages. Nothing of it is erased.
    pub superseded: Vec<Superseded>,
    /// What is under review again, or checked again where the gate asks nobody; empty for a re-run.
    pub review_again: Vec<VersionRef>,
    /// What cannot be undone.
    pub cannot_undo: CannotUndo,
}

/// The work of one stage that will no longer stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Superseded {
    /// The stage.
    pub stage: String,
    /// Its attempts: the one that runs, and the one whose output stood.
    pub attempts: Vec<AttemptId>,
    /// The versions that stood.
    pub versions: Vec<VersionRef>,
    /// The review that is withdrawn, or whose approval no longer stands.
    pub review: Option<ReviewId>,
}

/// What cannot be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CannotUndo {
    /// The money that the whole run has spent, in millionths of a US dollar.
    pub spent_micros: u64,
    /// What calls under way may still cost.
    pub reserved_micros: u64,
    /// The bundle that the run has released: whoever has it keeps it.
    pub released: Option<Digest>,
}

impl RunSet {
    /// What [`RunSet::rollback`] to the stage at `to` would do.
    ///
    /// # Errors
    /// When the run is cancelled, or the stage has no output that stands.
    pub fn plan_rollback(&self, to: StageIndex) -> Result<UndoPlan, Refusal> {
        if self.run().is_cancelled() {
            return Err(Refusal::RunCancelled);
        }
        let stage = self.at(to)?;
        let Some(output) = &stage.output else {
            return Err(self.not_ready(stage, "it has no output that stands; re-run it, or roll back to an earlier stage"));
        };
        self.basis(to)?;
        let superseded = self.resets_for_rollback(to);
        Ok(self.undo_plan(to, &superseded, output.artifacts.clone()))
    }

    /// Rolls the run back: everything that rests on the stage at `to` is superseded, and that stage's own latest output is
    /// under review again.
    ///
    /// # Errors
    /// As for [`RunSet::plan_rollback`].
    pub fn rollback(
        &mut self,
        to: StageIndex,
        reason: Digest,
        policy_version: Digest,
        by: &By,
        ids: &mut NewIds<'_>,
    ) -> Result<UndoPlan, Refusal> {
        let plan = self.plan_rollback(to)?;
        let superseded = self.resets_for_rollback(to);
        let event = RunEvent::RolledBack { to: plan.stage.clone(), superseded: self.names_of(&superseded), reason };
        self.streams.run.record(by, event);
        self.reset(&superseded, Why::Rollback, by);
        self.review_again(to, Why::Rollback, policy_version, by, ids)?;
        self.settle(by);
        Ok(plan)
    }

    /// What [`RunSet::rerun`] from the stage at `from` would do.
    ///
    /// # Errors
    /// When the run is cancelled, or there is nothing to run again.
    pub fn plan_rerun(&self, from: StageIndex) -> Result<UndoPlan, Refusal> {
        if self.run().is_cancelled() {
            return Err(Refusal::RunCancelled);
        }
        let stage = self.at(from)?;
        let resets = self.resets_for_rerun(from);
        if resets.is_empty() {
            return Err(self.not_ready(stage, "it has not begun, so there is nothing to run again"));
        }
        Ok(self.undo_plan(from, &resets, Vec::new()))
    }

    /// Runs the stage at `from`, and everything that rests on it, again. Other stages that failed run again too: the run goes on.
    ///
    /// # Errors
    /// As for [`RunSet::plan_rerun`].
    pub fn rerun(&mut self, from: StageIndex, by: &By) -> Result<UndoPlan, Refusal> {
        let plan = self.plan_rerun(from)?;
        let superseded = self.resets_for_rerun(from);
        let event = RunEvent::Rerun { from: plan.stage.clone(), superseded: self.names_of(&superseded) };
        self.streams.run.record(by, event);
        self.reset(&superseded, Why::Rerun, by);
        self.settle(by);
        Ok(plan)
    }

    /// All that rests on `to`, and what else failed: a failed stage would hold the run for good.
    pub(super) fn resets_for_rollback(&self, to: StageIndex) -> BTreeSet<StageIndex> {
        let mut roots = self.failed();
        roots.remove(&to);
        let mut resets = self.descendants(&BTreeSet::from([to]));
        resets.extend(self.descendants(&roots));
        resets.extend(roots);
        resets.remove(&to);
        self.begun(resets)
    }

    fn resets_for_rerun(&self, from: StageIndex) -> BTreeSet<StageIndex> {
        let mut roots = self.failed();
        roots.insert(from);
        let mut resets = self.descendants(&roots);
        resets.extend(roots);
        self.begun(resets)
    }

    fn failed(&self) -> BTreeSet<StageIndex> {
        self.stages().filter(|(_, stage)| stage.phase.is_failed()).map(|(index, _)| index).collect()
    }

    fn begun(&self, indexes: BTreeSet<StageIndex>) -> BTreeSet<StageIndex> {
        indexes.into_iter().filter(|index| self.stage(*index).is_some_and(crate::Stage::has_begun)).collect()
    }

    fn undo_plan(&self, stage: StageIndex, resets: &BTreeSet<StageIndex>, review_again: Vec<VersionRef>) -> UndoPlan {
        let superseded = |index: &StageIndex| {
            let stage = self.stage(*index)?;
            let made = stage.output.as_ref();
            Some(Superseded {
                stage: stage.spec.name.clone(),
                attempts: stage.attempt.into_iter().chain(made.map(|output| output.attempt)).collect(),
                versions: made.map(|output| output.artifacts.clone()).unwrap_or_default(),
                review: stage.review,
            })
        };
        let released = self.run().release;
        UndoPlan {
            stage: self.names_of([&stage]).concat(),
            superseded: resets.iter().filter_map(superseded).collect(),
            review_again,
            cannot_undo: CannotUndo {
                spent_micros: self.budget().settled_micros,
                reserved_micros: self.budget().reserved_micros(),
                released,
            },
        }
    }
}

impl Phase {
    /// Whether a person can put a version of their own in the place of the stage's output.
    pub(super) const fn takes_versions(self) -> bool {
        matches!(self, Self::Queued | Self::Running | Self::Waiting | Self::Approved | Self::Passed)
    }
}
