//! A review: a question to people about exact bytes, the votes on it, and how it ended.

mod digest;
mod event;

use crate::{Decision, GateRule, ProducedBy, Risk, Verdict, VersionRef, Why, fold::cannot_begin};
pub use digest::{UnderReview, digest_under_review};
use dream_clock::Timestamp;
use dream_id::{AttemptId, ConstraintId, PersonId, ReviewId, RunId, StageId};
use dream_ledger::{Aggregate, Digest, FoldError, Recorded};
pub use event::{ReviewEvent, ReviewOpened, Vote};
use serde::{Deserialize, Serialize};

/// A review as folded from its events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// Its id.
    pub id: ReviewId,
    /// The run.
    pub run: RunId,
    /// The stage whose output is asked about.
    pub stage: StageId,
    /// The stage's name.
    pub stage_name: String,
    /// The attempt that handed the output in.
    pub attempt: AttemptId,
    /// The exact versions asked about.
    pub artifacts: Vec<VersionRef>,
    /// The digest under review: see [`digest_under_review`].
    pub digest: Digest,
    /// The version of the access policy that the digest binds.
    pub policy_version: Digest,
    /// Who started the run.
    pub requester: PersonId,
    /// Who or what made the versions.
    pub authors: Vec<ProducedBy>,
    /// Who is asked, and how many must agree.
    pub gate: GateRule,
    /// Fresh with every question.
    pub nonce: String,
    /// When the question lapses.
    pub expires_at: Timestamp,
    /// How much care it deserves.
    pub risk: Risk,
    /// The votes on exactly this digest and nonce.
    pub votes: Vec<Vote>,
    /// The constraints that were added while it was open: what is under review was made without them.
    pub constraints: Vec<ConstraintId>,
    /// How it ended; `None` while it waits.
    pub closed: Option<Closed>,
    /// Why its approval no longer stands, if so.
    pub voided: Option<Why>,
    /// The break-glass approval, if it was one.
    pub broken_glass: Option<BrokenGlass>,
    /// When it was asked.
    pub requested_at: Timestamp,
}

/// How a review ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// How.
    pub decision: Decision,
    /// Whose votes decided: all that counted towards the quorum, or the one that closed it. Empty when nobody decided.
    pub by: Vec<PersonId>,
    /// The model that the person asked for, when it is to be done afresh.
    pub model: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// An approval by one person alone, outside the gate's rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokenGlass {
    /// Who.
    pub person: PersonId,
    /// The body that says why.
    pub reason: Digest,
    /// When another person must have looked at it.
    pub second_look_due: Timestamp,
    /// What that person said.
    pub second_look: Option<SecondLook>,
}

/// What another person said about a break-glass approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondLook {
    /// Who.
    pub person: PersonId,
    /// Whether the approval was right.
    pub confirmed: bool,
    /// The body with their note.
    pub note: Option<Digest>,
    /// When.
    pub at: Timestamp,
}

impl Review {
    /// Whether it waits for votes.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// `waiting`, or how it ended.
    #[must_use]
    pub fn status(&self) -> &'static str {
        self.closed.as_ref().map_or("waiting", |closed| closed.decision.name())
    }

    /// Whether it was approved and that approval still stands.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.voided.is_none() && self.closed.as_ref().is_some_and(|closed| closed.decision == Decision::Approved)
    }

    /// Whether a break-glass approval still lacks its second look.
    #[must_use]
    pub fn owes_second_look(&self) -> bool {
        self.broken_glass.as_ref().is_some_and(|glass| glass.second_look.is_none())
    }

    /// The people who made a version under review.
    pub fn author_people(&self) -> impl Iterator<Item = PersonId> + '_ {
        self.authors.iter().filter_map(ProducedBy::person)
    }

    fn opened(id: ReviewId, at: Timestamp, opened: ReviewOpened) -> Self {
        Self {
            id,
            run: opened.run,
            stage: opened.stage,
            stage_name: opened.stage_name,
            attempt: opened.attempt,
            artifacts: opened.artifacts,
            digest: opened.digest,
            policy_version: opened.policy_version,
            requester: opened.requester,
            authors: opened.authors,
            gate: opened.gate,
            nonce: opened.nonce,
            expires_at: opened.expires_at,
            risk: opened.risk,
            votes: Vec::new(),
            constraints: Vec::new(),
            closed: None,
            voided: None,
            broken_glass: None,
            requested_at: at,
        }
    }
}

impl Aggregate for Review {
    type Id = ReviewId;
    type Event = ReviewEvent;
    const NOUN: &'static str = "review";

    fn create(id: ReviewId, first: &Recorded<ReviewEvent>) -> Result<Self, FoldError> {
        let ReviewEvent::Opened(opened) = &first.event else { return Err(cannot_begin(Self::NOUN, &first.event)) };
        Ok(Self::opened(id, first.at, ReviewOpened::clone(opened)))
    }

    fn apply(&mut self, event: &Recorded<ReviewEvent>) {
        match &event.event {
            ReviewEvent::Opened(_) => {}
            ReviewEvent::Voted(vote) => self.votes.push(Vote::clone(vote)),
            ReviewEvent::Closed { decision, by, model } => {
                self.closed = Some(Closed { decision: *decision, by: by.clone(), model: model.clone(), at: event.at });
            }
            ReviewEvent::Rebound { artifacts, authors, digest, policy_version, risk, nonce, expires_at, .. } => {
                self.artifacts.clone_from(artifacts);
                self.authors.clone_from(authors);
                self.digest = *digest;
                self.policy_version = *policy_version;
                self.risk = *risk;
                self.nonce.clone_from(nonce);
                self.expires_at = *expires_at;
                self.votes.clear();
                self.closed = None;
                self.requested_at = event.at;
            }
            ReviewEvent::Reasked { nonce, expires_at } => {
                self.nonce.clone_from(nonce);
                self.expires_at = *expires_at;
                self.votes.clear();
                self.closed = None;
                self.requested_at = event.at;
            }
            ReviewEvent::Constrained { constraint } => self.constraints.push(*constraint),
            ReviewEvent::Voided { why } => self.voided = Some(*why),
            ReviewEvent::GlassBroken { person, reason, second_look_due, .. } => {
                let (person, reason, second_look_due) = (*person, *reason, *second_look_due);
                self.broken_glass = Some(BrokenGlass { person, reason, second_look_due, second_look: None });
            }
            ReviewEvent::SecondLook { person, confirmed, note } => {
                if let Some(glass) = &mut self.broken_glass {
                    glass.second_look = Some(SecondLook { person: *person, confirmed: *confirmed, note: *note, at: event.at });
                }
            }
        }
    }
}

impl Vote {
    /// Whether it is for approval.
    #[must_use]
    pub fn approves(&self) -> bool {
        self.verdict == Verdict::Approve
    }
}
