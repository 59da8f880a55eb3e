//! Adding constraints during a review, which stays open.

use crate::{AppError, Command, Kind, Op, constraints, decisions};
use dream_access::Action;
use dream_govern::Refusal;
use dream_id::ReviewId;
use dream_ledger::Digest;
use dream_store::Unit;
use serde::Serialize;

/// Adds constraints to what started `review` is about, all of them or none, if `seen` is what is under review.
pub async fn constrain(op: &Op, review: ReviewId, seen: Digest, new: Vec<constraints::NewConstraint>) -> Result<(), AppError> {
    if new.is_empty() {
        return Err(AppError::invalid("constraint_empty", "name at least one constraint"));
    }
    let mut added = Vec::with_capacity(new.len());
    for constraint in new {
        added.push(constraints::Prepared::of(op, constraint).await?);
    }
    op.run(&Constrain { review, seen, added }).await
}

#[derive(Serialize)]
struct Constrain {
    review: ReviewId,
    seen: Digest,
    added: Vec<constraints::Prepared>,
}

impl Command for Constrain {
    const NAME: &'static str = "review.constrain";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let mut set = decisions::lock_of_review(op, tx, self.review).await?;
        // Whoever may not constrain is not told what is under review either.
        op.allow(Action::ConstraintAddRun, Some(set.run().project))?;
        let review = set.review(self.review).ok_or_else(|| AppError::not_found("review", self.review))?;
        if !review.is_open() {
            return Err(AppError::new(Kind::Conflict, "already_decided", "the review has ended; add the constraint to the run instead"));
        }
        if review.digest != self.seen {
            return Err(Refusal::StaleDigest { review: self.review, seen: self.seen, under_review: review.digest }.into());
        }
        for constraint in &self.added {
            constraint.add(op, tx, &mut set, Some(self.review)).await?;
        }
        decisions::save(op, tx, set).await
    }
}
