//! Adding and lifting constraints, and what that makes stale.

use super::{RunSet, StageIndex, add_constraint, gatekeeping::record_on};
use crate::{ConstraintAdded, ConstraintEvent, ConstraintScope, NewIds, Phase, Refusal, ReviewEvent, Rule, RunEvent, Stage, Why};
use dream_id::{ConstraintId, ReviewId};
use dream_ledger::{By, Digest};
use std::collections::BTreeSet;

/// The most constraints that may bind a run.
const MOST_CONSTRAINTS: usize = 48;

/// A constraint to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewConstraint {
    /// What it binds.
    pub scope: ConstraintScope,
    /// Its short name.
    pub title: String,
    /// The body with its text.
    pub text: Digest,
    /// What the machine enforces.
    pub rules: Vec<Rule>,
    /// The review during which it is added, if any.
    pub review: Option<ReviewId>,
}

impl RunSet {
    /// Adds a constraint. It binds all that starts later. Attempts in its scope that run start over; reviews in its scope stay
    /// open and show it. Done work starts over where the constraint could have changed it: what its scope names, or, of a whole
    /// run during a review, what the reviewed stage does not rest on.
    ///
    /// # Errors
    /// Not a person, a run that is over, a scope that is not this run's, a review that is closed.
    pub fn constrain(&mut self, new: NewConstraint, by: &By, ids: &mut NewIds<'_>) -> Result<ConstraintId, Refusal> {
        by.actor.person().ok_or(Refusal::NotAPerson { doing: "add a constraint" })?;
        self.check_open()?;
        self.check_scope(&new.scope)?;
        let reviewed = new.review.map(|id| self.reviewed_stage(id, by)).transpose()?;
        if self.constraints().filter(|constraint| !constraint.lifted).count() >= MOST_CONSTRAINTS {
            let why = format!("{MOST_CONSTRAINTS} constraints bind the run already; lift one first");
            return Err(Refusal::BadValue { what: "the constraint", why });
        }
        let NewConstraint { scope, title, text, rules, review } = new;
        let resets = self.made_stale_by(&scope, reviewed);
        let shown = self.reviews_in(&scope, review);
        let added = ConstraintAdded { scope, title, text, rules, from_review: review };
        let stream = add_constraint(self.org(), added, by, ids)?;
        let id = stream.id();
        self.streams.constraints.push(stream);
        self.streams.run.record(by, RunEvent::Constrained { constraint: id });
        self.reset(&resets, Why::Constraint, by);
        for review in shown {
            if self.review(review).is_some_and(crate::Review::is_open) {
                self.on_review(review, by, ReviewEvent::Constrained { constraint: id });
            }
        }
        self.settle(by);
        Ok(id)
    }

    /// Carries a constraint of the project or the organisation into this run, which began before it, as if it had been added to the
    /// whole run: running attempts that were started without it start over, and open reviews show it. Returns whether that changed
    /// anything. Carrying it again changes nothing.
    pub fn carry_constraint(&mut self, id: ConstraintId, by: &By) -> bool {
        let Some(constraint) = self.constraints().find(|constraint| constraint.id == id && !constraint.lifted) else { return false };
        let (scope, from_here) = (constraint.added.scope.clone(), constraint.added.from_review.is_some_and(|id| self.review(id).is_some()));
        if from_here || self.check_open().is_err() || self.run().constraints.contains(&id) {
            return false;
        }
        let knows = |attempt| self.attempt(attempt).is_some_and(|attempt| attempt.basis.constraints.contains(&id));
        let running = |index: &StageIndex| self.stage(*index).is_some_and(|stage| stage.attempt.is_some_and(|attempt| !knows(attempt)));
        let resets: BTreeSet<_> = self.made_stale_by(&scope, None).into_iter().filter(running).collect();
        let unaware = |review: &crate::Review| review.is_open() && !review.constraints.contains(&id) && !knows(review.attempt);
        let shown: Vec<_> = self.reviews_in(&scope, None).into_iter().filter(|review| self.review(*review).is_some_and(unaware)).collect();
        if resets.is_empty() && shown.is_empty() {
            return false;
        }
        self.streams.run.record(by, RunEvent::Constrained { constraint: id });
        self.reset(&resets, Why::Constraint, by);
        for review in shown {
            self.on_review(review, by, ReviewEvent::Constrained { constraint: id });
        }
        self.settle(by);
        true
    }

    /// Lifts a constraint: it binds nothing that starts later.
    ///
    /// # Errors
    /// When it is not one of this run's, or lifted already.
    pub fn lift_constraint(&mut self, id: ConstraintId, reason: Digest, by: &By) -> Result<(), Refusal> {
        by.actor.person().ok_or(Refusal::NotAPerson { doing: "lift a constraint" })?;
        if !self.constraints().any(|constraint| constraint.id == id && !constraint.lifted) {
            return Err(Refusal::UnknownConstraint { constraint: id });
        }
        record_on(&mut self.streams.constraints, id, by, ConstraintEvent::Lifted { reason });
        Ok(())
    }

    fn check_scope(&self, scope: &ConstraintScope) -> Result<(), Refusal> {
        let foreign = || Refusal::BadValue { what: "the constraint's scope", why: String::from("it names another run or project") };
        let run = self.run().id;
        match scope {
            ConstraintScope::Artifact { run: bound, name } if *bound == run => {
                self.producer(name).map(|_| ()).ok_or_else(|| Refusal::UnknownArtifact { name: name.clone() })
            }
            ConstraintScope::Stages { run: bound, stages } if *bound == run && !stages.is_empty() => {
                stages.iter().try_for_each(|name| self.stage_named(name).map(|_| ()))
            }
            ConstraintScope::Run { run: bound } if *bound == run => Ok(()),
            ConstraintScope::Project { project } if *project == self.run().project => Ok(()),
            ConstraintScope::Organisation {} => Ok(()),
            _ => Err(foreign()),
        }
    }

    fn reviewed_stage(&self, id: ReviewId, by: &By) -> Result<StageIndex, Refusal> {
        let review = self.review(id).ok_or(Refusal::UnknownReview { review: id })?;
        self.open_review(id, None, review.digest, by).map(|(index, _)| index)
    }

    /// The stages whose work the constraint could have changed, and all that rests on them.
    fn made_stale_by(&self, scope: &ConstraintScope, reviewed: Option<StageIndex>) -> BTreeSet<StageIndex> {
        let before = reviewed.map(|index| self.ancestors(index)).unwrap_or_default();
        let stale = |(index, stage): &(StageIndex, &Stage)| match stage.phase {
            Phase::Running => true,
            Phase::Approved | Phase::Passed => scope.is_explicit() || (reviewed.is_some() && !before.contains(index)),
            _ => false,
        };
        let in_scope = |(_, stage): &(StageIndex, &Stage)| scope.covers(self.run().project, self.run().id, &stage.spec);
        let roots: BTreeSet<_> = self.stages().filter(in_scope).filter(stale).map(|(index, _)| index).collect();
        let mut resets = self.descendants(&roots);
        resets.extend(roots);
        resets
    }

    fn reviews_in(&self, scope: &ConstraintScope, added_in: Option<ReviewId>) -> BTreeSet<ReviewId> {
        let in_scope = |stage: &Stage| scope.covers(self.run().project, self.run().id, &stage.spec);
        let waiting = self.stages().filter(|(_, stage)| stage.phase == Phase::Waiting && in_scope(stage));
        waiting.filter_map(|(_, stage)| stage.review).chain(added_in).collect()
    }
}
