//! The run's money: put aside before a call, settled after it, raised by a person.

use super::RunSet;
use crate::{BudgetEvent, CallId, ConstraintScope, Reason, Refusal, Rule, Stage, StageEvent};
use dream_id::AttemptId;
use dream_ledger::{By, Digest};

/// What is left under one limit, in millionths of a US dollar.
struct Left {
    micros: u64,
    limit: &'static str,
}

impl RunSet {
    /// Puts money aside for a model call of a running attempt. A call that was reserved before, by a process that then ended,
    /// takes the place of its old reservation.
    ///
    /// # Errors
    /// [`Refusal::OverBudget`] when the run's cap or a constraint leaves less; then nothing may be called.
    pub fn reserve(&mut self, attempt: AttemptId, number: u32, micros: u64, by: &By) -> Result<(), Refusal> {
        let index = self.stage_of_attempt(attempt)?;
        let stage = self.at(index)?;
        let call = CallId { stage: stage.id, attempt, number };
        if self.budget().is_settled(call) {
            return Err(Refusal::CallSettled { attempt, number });
        }
        let already = self.budget().reservation(call).unwrap_or(0);
        for left in self.limits(stage) {
            let left_micros = left.micros.saturating_add(already);
            if micros > left_micros {
                return Err(Refusal::OverBudget { asked_micros: micros, left_micros, limit: left.limit });
            }
        }
        self.streams.budget.record(by, BudgetEvent::Reserved { call, micros });
        Ok(())
    }

    /// Records what a reserved call cost, in full, even when the attempt was superseded meanwhile or the call cost more than was
    /// put aside.
    ///
    /// # Errors
    /// When no money is put aside for the call.
    pub fn settle_call(&mut self, attempt: AttemptId, number: u32, micros: u64, by: &By) -> Result<(), Refusal> {
        let call = self.reserved_call(attempt, number)?;
        let was_near = self.budget().is_near_cap();
        self.streams.budget.record(by, BudgetEvent::Settled { call, micros });
        let budget = self.budget();
        if budget.is_near_cap() && !was_near {
            let (run, settled_micros, cap_micros) = (budget.run, budget.settled_micros, budget.cap_micros);
            self.streams.budget.record(by, BudgetEvent::NearedCap { run, settled_micros, cap_micros });
        }
        Ok(())
    }

    /// Gives back what was put aside for a call that was never made.
    ///
    /// # Errors
    /// When no money is put aside for the call.
    pub fn release_call(&mut self, attempt: AttemptId, number: u32, by: &By) -> Result<(), Refusal> {
        let call = self.reserved_call(attempt, number)?;
        self.streams.budget.record(by, BudgetEvent::Released { call });
        Ok(())
    }

    /// Raises the cap; stages that were blocked for money go on from where they were.
    ///
    /// # Errors
    /// Not a person, a run that is over, or a cap that is not higher.
    pub fn raise_budget(&mut self, cap_micros: u64, reason: Option<Digest>, by: &By) -> Result<(), Refusal> {
        by.actor.person().ok_or(Refusal::NotAPerson { doing: "raise a budget" })?;
        self.check_open()?;
        let now = self.budget().cap_micros;
        if cap_micros <= now || cap_micros > super::start::MOST_MICROS {
            let why = format!("it must be over {now} and at most {} millionths of a US dollar", super::start::MOST_MICROS);
            return Err(Refusal::BadValue { what: "the new cap", why });
        }
        self.streams.budget.record(by, BudgetEvent::Raised { cap_micros, reason });
        if !self.budget().is_exhausted() {
            let held = self.stages().filter(|(_, stage)| stage.hold == Some(Reason::Budget)).map(|(index, _)| index);
            for index in held.collect::<Vec<_>>() {
                self.on_stage(index, by, StageEvent::Unblocked {});
            }
        }
        self.settle(by);
        Ok(())
    }

    fn reserved_call(&self, attempt: AttemptId, number: u32) -> Result<CallId, Refusal> {
        let mut open = self.budget().open.iter().map(|reservation| reservation.call);
        open.find(|call| call.attempt == attempt && call.number == number).ok_or(Refusal::CallNotReserved { attempt, number })
    }

    /// Every limit that binds a call of `stage` now.
    fn limits(&self, stage: &Stage) -> Vec<Left> {
        let budget = self.budget();
        let cap = Left { micros: budget.cap_micros.saturating_sub(budget.committed_micros()), limit: "the run's cap" };
        let bound = self.binding(stage);
        let binding = self.constraints().filter(|constraint| bound.contains(&constraint.id));
        let most = binding.flat_map(|constraint| {
            let spent = self.committed_under(&constraint.added.scope);
            constraint.added.rules.iter().filter_map(move |rule| match rule {
                Rule::MaxCost { micros } => Some(Left { micros: micros.saturating_sub(spent), limit: "a constraint" }),
                _ => None,
            })
        });
        std::iter::once(cap).chain(most).collect()
    }

    /// What the work of this run that `scope` binds has committed.
    fn committed_under(&self, scope: &ConstraintScope) -> u64 {
        let (run, budget) = (self.run(), self.budget());
        let bound = self.stages().filter(|(_, stage)| scope.covers(run.project, run.id, &stage.spec));
        bound.map(|(_, stage)| budget.committed_by(stage.id)).fold(0, u64::saturating_add)
    }
}
