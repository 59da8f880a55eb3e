//! A person's verdict on exact bytes: approve, request changes, regenerate, reject; with constraints if they want.

use crate::drafts::{self, Publishing};
use crate::{AppError, Command, Kind, Op, bodies::Text, constraints, decisions, voters};
use dream_access::Action;
use dream_govern::{Ballot, Outcome, Refusal, Review, Verdict};
use dream_id::{OrgId, PersonId, ReviewId};
use dream_ledger::Digest;
use dream_store::{Unit, people};
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
    /// The caller's drafts that go with it: each becomes a part of the comment.
    pub drafts: Vec<Publishing>,
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
    let words = cast.comment.filter(|text| !text.trim().is_empty());
    let said = words.as_deref().map(|words| Digest::of(words.as_bytes()));
    let (notes, unseen) = match drafts::notes(op, cast.review, &cast.drafts).await {
        Ok(notes) => (notes, false),
        // They may be gone because this very vote was cast before, under the same key: its transaction finds out.
        Err(error) if error.kind == Kind::Conflict => (Vec::new(), true),
        Err(error) => return Err(error),
    };
    let whole = drafts::with_notes(words.unwrap_or_default(), notes);
    let comment = if whole.is_empty() { None } else { Some(Text::prepare(op, org, whole.into_bytes()).await?) };
    let mut added = Vec::with_capacity(cast.constraints.len());
    for constraint in cast.constraints {
        added.push(constraints::Prepared::of(op, constraint).await?);
    }
    let (review, verdict, seen) = (cast.review, cast.verdict, cast.seen);
    let (on_behalf_of, model, drafts) = (cast.on_behalf_of, cast.model, cast.drafts);
    op.run(&Vote { review, verdict, seen, on_behalf_of, said, comment, unseen, drafts, model, added }).await
}

#[derive(Serialize)]
struct Vote {
    review: ReviewId,
    verdict: Verdict,
    seen: Digest,
    on_behalf_of: Option<PersonId>,
    /// What the person said beside the drafts, by its digest: with the drafts, what tells this vote from another.
    said: Option<Digest>,
    /// What they said and noted.
    #[serde(skip)]
    comment: Option<Text>,
    /// Whether the drafts were not as the person saw them.
    #[serde(skip)]
    unseen: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    drafts: Vec<Publishing>,
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
        drafts::drop_published(op, tx, org, &self.drafts).await?;
        if self.unseen {
            return Err(drafts::changed_elsewhere(None));
        }
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
        let outcome = match set.vote(ballot, &people, &by) {
            Ok(outcome) => outcome,
            Err(refusal) => return Err(told_who(tx, org, set.review(self.review), refusal).await?),
        };
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

/// The refusal; when the review has ended, with who decided it, and when.
pub(super) async fn told_who(tx: &mut Unit, org: OrgId, review: Option<&Review>, refusal: Refusal) -> Result<AppError, AppError> {
    let ended = review
        .and_then(|review| review.closed.as_ref())
        .filter(|_| matches!(refusal, Refusal::ReviewClosed { .. } | Refusal::AlreadyVoted { .. }));
    let Some((closed, person)) = ended.and_then(|closed| closed.by.last().map(|person| (closed, *person))) else {
        return Ok(refusal.into());
    };
    let names = people::names(tx, org, &[person]).await?;
    let name = names.get(&person).cloned().unwrap_or_else(|| person.to_string());
    let (decision, at) = (closed.decision.name(), closed.at);
    let mut error = AppError::from(refusal);
    error.message = format!("{}: {name} ended it as {decision} at {at}", error.message);
    Ok(error
        .with("decided_by", person.to_string())
        .with("decided_by_name", name)
        .with("decision", decision)
        .with("decided_at", at.to_string()))
}

/// Refuses a model that cannot be called, before a person waits for it.
fn check_model(op: &Op, model: &str) -> Result<(), AppError> {
    match op.app().models.choose(Some(model)) {
        Ok(_) => Ok(()),
        Err(error) => Err(AppError::invalid(error.code(), error.to_string())),
    }
}
