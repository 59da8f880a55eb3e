//! A person's verdict on exact bytes: approve, request changes, regenerate, reject; with constraints if they want.

use crate::{AppError, Command, Op, bodies::Text, constraints, decisions, voters};
use dream_access::Action;
use dream_govern::{Ballot, Outcome, Verdict};
use dream_id::{PersonId, ReviewId};
use dream_ledger::Digest;
use dream_store::Unit;
use serde::{Deserialize, Serialize};

/// A verdict as it arrives.
#[derive(Debug, Clone)]
pub struct Cast {
    /// The review.
    pub review: ReviewId,
    /// The verdict.
    pub verdict: Verdict,
    /// The digest that the person saw under review.
    pub seen: Digest,
    /// The person for whom they decide, if they were let.
    pub on_behalf_of: Option<PersonId>,
    /// What they say about it.
    pub comment: Option<String>,
    /// With regenerate: the model to use.
    pub model: Option<String>,
    /// Constraints that are added first.
    pub constraints: Vec<constraints::NewConstraint>,
}

/// How the review stands after a vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voted {
    /// The approvals so far, when it stays open.
    pub approvals: Option<u32>,
    /// How many are needed.
    pub quorum: Option<u32>,
}

/// Casts a vote and closes the review if that decides it.
pub async fn vote(op: &Op, cast: Cast) -> Result<Voted, AppError> {
    let org = op.org()?;
    let comment = match cast.comment.filter(|text| !text.trim().is_empty()) {
        Some(text) => Some(Text::prepare(op, org, text.into_bytes()).await?),
        None => None,
    };
    let mut added = Vec::with_capacity(cast.constraints.len());
    for constraint in cast.constraints {
        added.push(constraints::Prepared::of(op, constraint).await?);
    }
    let (review, verdict, seen) = (cast.review, cast.verdict, cast.seen);
    op.run(&Vote { review, verdict, seen, on_behalf_of: cast.on_behalf_of, comment, model: cast.model, added }).await
}

#[derive(Serialize)]
struct Vote {
    review: ReviewId,
    verdict: Verdict,
    seen: Digest,
    on_behalf_of: Option<PersonId>,
    comment: Option<Text>,
    model: Option<String>,
    added: Vec<constraints::Prepared>,
}

impl Command for Vote {
    const NAME: &'static str = "review.vote";
    type Answer = Voted;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<Voted, AppError> {
        let mut set = decisions::lock_of_review(op, tx, self.review).await?;
        let (org, project, by) = (set.org(), set.run().project, op.by());
        op.allow(Action::ReviewDecide, Some(project))?;
        for constraint in &self.added {
            constraint.add(op, tx, &mut set, Some(self.review)).await?;
        }
        let comment = match &self.comment {
            Some(text) => Some(text.keep(tx, org).await?),
            None => None,
        };
        if let Some(model) = &self.model {
            check_model(op, model)?;
        }
        let people = voters::gather(tx, org, project, by.at).await?;
        let ballot = self.ballot(comment);
        let outcome = set.vote(ballot, &people, &by)?;
        decisions::save(op, tx, set).await?;
        Ok(match outcome {
            Outcome::Waiting { approvals, quorum } => Voted { approvals: Some(approvals), quorum: Some(quorum) },
            Outcome::Closed(_) => Voted { approvals: None, quorum: None },
        })
    }
}

impl Vote {
    fn ballot(&self, comment: Option<Digest>) -> Ballot {
        let (review, verdict, seen) = (self.review, self.verdict, self.seen);
        Ballot { review, verdict, seen, on_behalf_of: self.on_behalf_of, comment, model: self.model.clone() }
    }
}

/// Refuses a model that cannot be called, before a person waits for it.
fn check_model(op: &Op, model: &str) -> Result<(), AppError> {
    match op.app().models.choose(Some(model)) {
        Ok(_) => Ok(()),
        Err(error) => Err(AppError::invalid(error.code(), error.to_string())),
    }
}
