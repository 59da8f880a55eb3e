//! Which stages may start, and starting an attempt.

use super::{RunSet, StageIndex};
use crate::{Attempt, AttemptEvent, AttemptStarted, NewIds, Phase, PromptPins, Reason, Refusal, Stage, StageEvent};
use dream_id::{AttemptId, ConstraintId};
use dream_ledger::{By, Stream};

impl RunSet {
    /// The stages that [`RunSet::start_attempt`] would accept now, in order.
    #[must_use]
    pub fn startable(&self) -> Vec<StageIndex> {
        self.stages().map(|(index, _)| index).filter(|index| self.check_start(*index).is_ok()).collect()
    }

    /// The stages that nothing but the spent budget keeps from starting: block them for it, so that people see why.
    #[must_use]
    pub fn out_of_money(&self) -> Vec<StageIndex> {
        let starved = |index: &StageIndex| matches!(self.check_start(*index), Err(Refusal::OverBudget { .. }));
        self.stages().map(|(index, _)| index).filter(starved).collect()
    }

    /// Starts an attempt at a stage, on exactly the versions that were approved, told what `prompts` say now for its craft.
    ///
    /// # Errors
    /// A [`Refusal`] that names the first thing that stands against it.
    pub fn start_attempt(&mut self, index: StageIndex, prompts: &PromptPins, by: &By, ids: &mut NewIds<'_>) -> Result<AttemptId, Refusal> {
        let prompt = prompts.get(&self.at(index)?.spec.craft).copied();
        let basis = AttemptStarted { prompt, ..self.check_start(index)? };
        let id: AttemptId = ids.make(by.at);
        let number = basis.number;
        let attempt = Stream::<Attempt>::create(self.org(), id, by, AttemptEvent::Started(Box::new(basis)))?;
        self.streams.attempts.push(attempt);
        self.on_stage(index, by, StageEvent::AttemptStarted { attempt: id, number });
        self.settle(by);
        Ok(id)
    }

    fn check_start(&self, index: StageIndex) -> Result<AttemptStarted, Refusal> {
        let stage = self.at(index)?;
        self.check_goes_on()?;
        if self.run().paused {
            return Err(Refusal::RunPaused);
        }
        if stage.phase != Phase::Queued || stage.hold.is_some() {
            return Err(self.not_ready(stage, "only a queued stage that nothing holds can start"));
        }
        let basis = self.basis(index)?;
        if self.budget().is_exhausted() {
            return Err(Refusal::OverBudget { asked_micros: 0, left_micros: 0, limit: "the run's cap" });
        }
        Ok(AttemptStarted {
            run: self.run().id,
            stage: stage.id,
            number: stage.number + 1,
            brief: self.run().brief,
            inputs: basis.inputs,
            rests_on: basis.rests_on,
            constraints: self.binding(stage),
            feedback: stage.feedback,
            previous: stage.previous,
            failed: stage.failed,
            model: stage.model.clone(),
            variant: stage.variant,
            prompt: None,
        })
    }

    /// The constraints that bind what starts now at `stage`.
    pub(super) fn binding(&self, stage: &Stage) -> Vec<ConstraintId> {
        let run = self.run();
        let binds = |constraint: &&crate::Constraint| !constraint.lifted && constraint.added.scope.covers(run.project, run.id, &stage.spec);
        self.constraints().filter(binds).map(|constraint| constraint.id).collect()
    }

    /// The run is neither cancelled nor finished nor failed.
    pub(super) fn check_goes_on(&self) -> Result<(), Refusal> {
        self.check_open()?;
        if self.stages().any(|(_, stage)| stage.phase.is_failed()) { Err(Refusal::RunFailed) } else { Ok(()) }
    }

    /// The run is neither cancelled nor finished.
    pub(super) fn check_open(&self) -> Result<(), Refusal> {
        if self.run().is_cancelled() {
            return Err(Refusal::RunCancelled);
        }
        if self.run().is_finished() { Err(Refusal::RunFinished) } else { Ok(()) }
    }

    pub(super) fn not_ready(&self, stage: &Stage, needs: &'static str) -> Refusal {
        let index = usize::try_from(stage.position).unwrap_or(usize::MAX);
        let status = self.view().stages.get(index).map_or(crate::Status::Queued, |view| view.status);
        Refusal::StageNotReady { stage: stage.spec.name.clone(), status, needs }
    }

    /// Holds a stage for `reason`, in whatever phase it is; its attempt keeps what it has.
    ///
    /// # Errors
    /// When the stage is done, failed or cancelled, or held already.
    pub fn block(&mut self, index: StageIndex, reason: Reason, by: &By) -> Result<(), Refusal> {
        self.check_open()?;
        let stage = self.at(index)?;
        let held = stage.hold.is_some();
        if held || !matches!(stage.phase, Phase::Queued | Phase::Running | Phase::Waiting) {
            return Err(self.not_ready(stage, "only a stage that is not over, and not held already, can be held"));
        }
        self.on_stage(index, by, StageEvent::Blocked { reason });
        self.settle(by);
        Ok(())
    }

    /// Ends the hold of one stage, and of no other. An expired review is asked again instead.
    ///
    /// # Errors
    /// When nothing holds the stage, or its review has expired.
    pub fn unblock(&mut self, index: StageIndex, by: &By) -> Result<(), Refusal> {
        self.check_open()?;
        let stage = self.at(index)?;
        match stage.hold {
            None => return Err(self.not_ready(stage, "nothing holds it")),
            Some(Reason::Expired) => return Err(self.not_ready(stage, "its review has expired; ask again")),
            Some(Reason::Budget) if self.budget().is_exhausted() => {
                return Err(self.not_ready(stage, "the money is spent; raise the budget"));
            }
            Some(_) => {}
        }
        self.on_stage(index, by, StageEvent::Unblocked {});
        self.settle(by);
        Ok(())
    }

    pub(super) fn on_stage(&mut self, index: StageIndex, by: &By, event: StageEvent) {
        if let Some(stage) = self.streams.stages.get_mut(index.0) {
            stage.record(by, event);
        }
    }
}
