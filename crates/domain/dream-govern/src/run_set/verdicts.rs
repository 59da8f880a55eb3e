//! What people say about a review, when it is decided, and what follows.

use super::{
    RunSet, StageIndex,
    gatekeeping::{lapses, record_on},
};
use crate::{
    ArtifactEvent, Decision, NewIds, Phase, Reason, Refusal, Review, ReviewEvent, StageEvent, Verdict, VersionEvent, Vote, Voters,
};
use dream_id::{PersonId, ReviewId};
use dream_ledger::{By, Digest};

/// What one person says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ballot {
    /// The review.
    pub review: ReviewId,
    /// What they say.
    pub verdict: Verdict,
    /// The digest that they have seen.
    pub seen: Digest,
    /// Whose authority they use, when not their own.
    pub on_behalf_of: Option<PersonId>,
    /// The body with their comment; asking for changes needs one.
    pub comment: Option<Digest>,
    /// The model that they want for a fresh attempt.
    pub model: Option<String>,
}

/// What followed from a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is recorded; the review waits for more.
    Waiting {
        /// How many approvals count now.
        approvals: u32,
        /// How many are needed.
        quorum: u32,
    },
    /// It closed the review.
    Closed(Decision),
}

impl RunSet {
    /// Takes a person's vote. An approval closes the review when, of all who approved exactly this digest, enough may still
    /// decide now; any other verdict closes it at once.
    ///
    /// # Errors
    /// A [`Refusal`]: not a person, another digest, already voted or decided, lapsed, not eligible, no comment.
    pub fn vote(&mut self, ballot: Ballot, voters: &Voters, by: &By) -> Result<Outcome, Refusal> {
        let person = by.actor.person().ok_or(Refusal::NotAPerson { doing: "decide a review" })?;
        let id = ballot.review;
        let (index, review) = self.open_review(id, Some((person, &ballot)), ballot.seen, by)?;
        let not_eligible = |why| Refusal::NotEligible { review: id, person, why };
        let roles = voters.eligible(review, person, ballot.on_behalf_of).map_err(not_eligible)?;
        if ballot.verdict == Verdict::Approve {
            not_yet_voted(review, person, ballot.on_behalf_of)?;
            self.check_reviewable(index, review)?;
        }
        if ballot.verdict == Verdict::RequestChanges && ballot.comment.is_none() {
            return Err(Refusal::CommentRequired);
        }
        if ballot.model.as_ref().is_some_and(|model| model.is_empty() || model.len() > 200) {
            return Err(Refusal::BadValue { what: "the model", why: String::from("its name must have 1 to 200 bytes") });
        }
        let nonce = review.nonce.clone();
        let Ballot { verdict, seen, on_behalf_of, comment, model, .. } = ballot;
        self.on_review(id, by, ReviewEvent::Voted(Box::new(Vote { person, on_behalf_of, verdict, digest: seen, nonce, roles, comment })));
        let outcome = match verdict {
            Verdict::Approve => self.count(index, id, voters, by),
            Verdict::RequestChanges => self.send_back(index, id, person, false, model, by),
            Verdict::Regenerate => self.send_back(index, id, person, true, model, by),
            Verdict::Reject => self.reject(index, id, person, by),
        };
        self.settle(by);
        Ok(outcome)
    }

    /// The review `id`, if it can still be decided by somebody who has seen `seen`.
    pub(super) fn open_review(
        &self,
        id: ReviewId,
        ballot: Option<(PersonId, &Ballot)>,
        seen: Digest,
        by: &By,
    ) -> Result<(StageIndex, &Review), Refusal> {
        let review = self.review(id).ok_or(Refusal::UnknownReview { review: id })?;
        let index = self.stage_index(review.stage)?;
        let current = self.at(index)?.review.and_then(|current| self.review(current)).unwrap_or(review);
        let stale = |review: &Review| Refusal::StaleDigest { review: review.id, seen, under_review: review.digest };
        if let Some(closed) = &review.closed {
            if current.id != id && current.is_open() {
                return Err(stale(current));
            }
            if let Some((person, Ballot { verdict: Verdict::Approve, on_behalf_of, .. })) = ballot {
                not_yet_voted(review, person, *on_behalf_of)?;
            }
            return Err(match closed.decision {
                Decision::Expired => Refusal::ReviewExpired { review: id, expires_at: review.expires_at },
                decision => Refusal::ReviewClosed { review: id, decision },
            });
        }
        if by.at >= review.expires_at {
            return Err(Refusal::ReviewExpired { review: id, expires_at: review.expires_at });
        }
        if seen == review.digest { Ok((index, review)) } else { Err(stale(review)) }
    }

    /// What is under review is still what the stage handed in, made from what still stands.
    pub(super) fn check_reviewable(&self, index: StageIndex, review: &Review) -> Result<(), Refusal> {
        let stage = self.at(index)?;
        let output = stage.output.as_ref().filter(|output| output.artifacts == review.artifacts);
        if stage.phase != Phase::Waiting || stage.review != Some(review.id) || output.is_none() {
            return Err(self.not_ready(stage, "its output is not what the review is about"));
        }
        self.basis(index).map(|_| ())
    }

    /// Closes the review if enough of those who approved may still decide now.
    fn count(&mut self, index: StageIndex, id: ReviewId, voters: &Voters, by: &By) -> Outcome {
        let Some(review) = self.review(id) else { return Outcome::Waiting { approvals: 0, quorum: 0 } };
        let counted = voters.approved(review);
        let approvals = u32::try_from(counted.len()).unwrap_or(u32::MAX);
        let quorum = review.gate.quorum.max(1);
        if approvals < quorum {
            return Outcome::Waiting { approvals, quorum };
        }
        self.close_approved(index, id, counted.into_iter().collect(), by);
        Outcome::Closed(Decision::Approved)
    }

    /// Closes a review as approved, and marks the exact versions it covers.
    pub(super) fn close_approved(&mut self, index: StageIndex, id: ReviewId, people: Vec<PersonId>, by: &By) {
        let Some((digest, artifacts)) = self.review(id).map(|review| (review.digest, review.artifacts.clone())) else { return };
        self.on_review(id, by, ReviewEvent::Closed { decision: Decision::Approved, by: people, model: None });
        for version in artifacts {
            let approved = ArtifactEvent::Approved { version: version.version, review: id };
            record_on(&mut self.streams.artifacts, version.artifact, by, approved);
            record_on(&mut self.streams.versions, version.version, by, VersionEvent::Approved { review: id });
        }
        self.on_stage(index, by, StageEvent::Approved { review: id, digest });
    }

    fn send_back(
        &mut self,
        index: StageIndex,
        id: ReviewId,
        person: PersonId,
        regenerate: bool,
        model: Option<String>,
        by: &By,
    ) -> Outcome {
        let decision = if regenerate { Decision::Regenerate } else { Decision::ChangesRequested };
        self.on_review(id, by, ReviewEvent::Closed { decision, by: vec![person], model: model.clone() });
        self.on_stage(index, by, StageEvent::SentBack { review: id, regenerate, model });
        Outcome::Closed(decision)
    }

    fn reject(&mut self, index: StageIndex, id: ReviewId, person: PersonId, by: &By) -> Outcome {
        self.on_review(id, by, ReviewEvent::Closed { decision: Decision::Rejected, by: vec![person], model: None });
        self.on_stage(index, by, StageEvent::Rejected { review: id });
        Outcome::Closed(Decision::Rejected)
    }

    /// Ends a review that nobody decided in time: its stage is blocked until somebody asks again.
    ///
    /// # Errors
    /// When the review is closed, or its time has not come.
    pub fn expire(&mut self, id: ReviewId, by: &By) -> Result<(), Refusal> {
        let review = self.review(id).ok_or(Refusal::UnknownReview { review: id })?;
        if let Some(closed) = &review.closed {
            return Err(Refusal::ReviewClosed { review: id, decision: closed.decision });
        }
        if by.at < review.expires_at {
            return Err(Refusal::ReviewNotExpired { review: id, expires_at: review.expires_at });
        }
        let index = self.stage_index(review.stage)?;
        self.on_review(id, by, ReviewEvent::Closed { decision: Decision::Expired, by: Vec::new(), model: None });
        self.on_stage(index, by, StageEvent::Blocked { reason: Reason::Expired });
        self.settle(by);
        Ok(())
    }

    /// Asks an expired review again, with a new nonce and a new term; votes on the old question are void.
    ///
    /// # Errors
    /// When the review has not expired, or is not its stage's any more.
    pub fn ask_again(&mut self, id: ReviewId, by: &By, ids: &mut NewIds<'_>) -> Result<(), Refusal> {
        self.check_open()?;
        let review = self.review(id).ok_or(Refusal::UnknownReview { review: id })?;
        let index = self.stage_index(review.stage)?;
        match &review.closed {
            None => return Err(Refusal::ReviewNotExpired { review: id, expires_at: review.expires_at }),
            Some(closed) if closed.decision != Decision::Expired || self.at(index)?.review != Some(id) => {
                return Err(Refusal::ReviewClosed { review: id, decision: closed.decision });
            }
            Some(_) => {}
        }
        let expires_at = lapses(&review.gate, by);
        self.on_review(id, by, ReviewEvent::Reasked { nonce: ids.nonce(), expires_at });
        self.on_stage(index, by, StageEvent::Unblocked {});
        self.settle(by);
        Ok(())
    }
}

/// Neither the person nor whoever they decide for has approved already, themselves or through another.
fn not_yet_voted(review: &Review, person: PersonId, on_behalf_of: Option<PersonId>) -> Result<(), Refusal> {
    let used = |person: &PersonId| review.votes.iter().any(|vote| vote.person == *person || vote.on_behalf_of == Some(*person));
    match std::iter::once(person).chain(on_behalf_of).find(used) {
        Some(person) => Err(Refusal::AlreadyVoted { review: review.id, person }),
        None => Ok(()),
    }
}
