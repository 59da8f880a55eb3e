//! Approving several reviews at once: low risk only, all of them or none.

use super::vote::told_who;
use crate::{AppError, Command, Kind, Op, decisions, voters};
use dream_access::Action;
use dream_govern::{Ballot, Review, Risk, RunSet, Verdict};
use dream_id::{ReviewId, RunId};
use dream_ledger::{Digest, Stream};
use dream_store::Unit;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How many reviews are approved at once.
pub const MOST_APPROVED: usize = 50;

/// Approves every one of `seen`, each with the digest that was seen under it, or none of them.
///
/// # Errors
/// `nothing_to_approve`, `too_many`, `named_twice`, `risk_too_high`, and what a single approval is refused with; the fact `review` says which.
pub async fn approve_all(op: &Op, seen: Vec<(ReviewId, Digest)>) -> Result<(), AppError> {
    if seen.is_empty() {
        return Err(AppError::invalid("nothing_to_approve", "name at least one review"));
    }
    if seen.len() > MOST_APPROVED {
        let message = format!("{} reviews are more than {MOST_APPROVED}; read them in smaller lots", seen.len());
        return Err(AppError::invalid("too_many", message).with("limit", MOST_APPROVED));
    }
    let ids: BTreeSet<ReviewId> = seen.iter().map(|(review, _)| *review).collect();
    if ids.len() < seen.len() {
        return Err(AppError::invalid("named_twice", "a review is named twice; name each once, with the digest that was seen"));
    }
    op.run(&ApproveAll { seen }).await
}

#[derive(Serialize)]
struct ApproveAll {
    seen: Vec<(ReviewId, Digest)>,
}

impl Command for ApproveAll {
    const NAME: &'static str = "review.approve_all";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        for (run, reviews) in self.by_run(op, tx).await? {
            let mut set = decisions::lock(op, tx, run).await?;
            for (review, seen) in reviews {
                approve(op, tx, &mut set, review, seen).await.map_err(|error| error.with("review", review.to_string()))?;
            }
            decisions::save(op, tx, set).await?;
        }
        Ok(())
    }
}

impl ApproveAll {
    /// The reviews by their runs, in the order of the runs' ids, so that two such commands never wait for each other in a circle.
    async fn by_run(&self, op: &Op, tx: &mut Unit) -> Result<BTreeMap<RunId, Vec<(ReviewId, Digest)>>, AppError> {
        let mut runs: BTreeMap<RunId, Vec<(ReviewId, Digest)>> = BTreeMap::new();
        for (id, seen) in &self.seen {
            let review: Option<Stream<Review>> = tx.find(op.scope(), *id).await?;
            let review = review.ok_or_else(|| AppError::not_found("review", id))?;
            runs.entry(review.run).or_default().push((*id, *seen));
        }
        Ok(runs)
    }
}

async fn approve(op: &Op, tx: &mut Unit, set: &mut RunSet, id: ReviewId, seen: Digest) -> Result<(), AppError> {
    let (org, project, by) = (set.org(), set.run().project, op.by());
    op.allow(Action::ReviewDecide, Some(project))?;
    let review = set.review(id).ok_or_else(|| AppError::not_found("review", id))?;
    if review.risk != Risk::Low {
        let message = format!("the risk of {id} is {}, so it is decided by itself; nothing was approved", review.risk);
        return Err(AppError::new(Kind::Conflict, "risk_too_high", message));
    }
    let people = voters::gather(tx, org, project, by.at).await?;
    let ballot = Ballot { review: id, verdict: Verdict::Approve, seen, on_behalf_of: None, comment: None, model: None };
    match set.vote(ballot, &people, &by) {
        Ok(_) => Ok(()),
        Err(refusal) => Err(told_who(tx, org, set.review(id), refusal).await?),
    }
}
