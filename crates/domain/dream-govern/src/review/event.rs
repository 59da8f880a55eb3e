//! What can happen to a review.

use crate::{Decision, GateRule, ProducedBy, Risk, Verdict, VersionRef, Why};
use dream_clock::Timestamp;
use dream_id::{AttemptId, ConstraintId, PersonId, RunId, StageId};
use dream_ledger::{Digest, EventData};
use serde::{Deserialize, Serialize};

/// What is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReviewOpened {
    /// The run.
    pub run: RunId,
    /// The stage.
    pub stage: StageId,
    /// The stage's name.
    pub stage_name: String,
    /// The attempt that handed the output in.
    pub attempt: AttemptId,
    /// The exact versions asked about.
    pub artifacts: Vec<VersionRef>,
    /// The digest under review.
    pub digest: Digest,
    /// The version of the access policy that the digest binds.
    pub policy_version: Digest,
    /// Who started the run.
    pub requester: PersonId,
    /// Who or what made the versions.
    pub authors: Vec<ProducedBy>,
    /// The rule of the gate, pinned.
    pub gate: GateRule,
    /// Fresh with every question.
    pub nonce: String,
    /// When the question lapses.
    pub expires_at: Timestamp,
    /// How much care it deserves.
    pub risk: Risk,
}

/// What one person said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vote {
    /// Who: from how the call was authenticated, never from its body.
    pub person: PersonId,
    /// Whose authority they used, when not their own.
    pub on_behalf_of: Option<PersonId>,
    /// What they said.
    pub verdict: Verdict,
    /// The digest that they had seen.
    pub digest: Digest,
    /// The nonce of the question that they answered.
    pub nonce: String,
    /// What made them eligible then: roles, teams and their own name, as the gate writes them.
    pub roles: Vec<String>,
    /// The body with their comment.
    pub comment: Option<Digest>,
}

/// What can happen to a review.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum ReviewEvent {
    /// People are asked.
    Opened(Box<ReviewOpened>),
    /// A person answered.
    Voted(Box<Vote>),
    /// It ended.
    Closed {
        /// How.
        decision: Decision,
        /// Whose votes decided.
        by: Vec<PersonId>,
        /// The model that the person asked for.
        model: Option<String>,
    },
    /// What was under review has changed: the question is a new one, and every vote so far is void.
    Rebound {
        /// Why.
        why: Why,
        /// The exact versions asked about now.
        artifacts: Vec<VersionRef>,
        /// Who or what made them.
        authors: Vec<ProducedBy>,
        /// The digest under review now.
        digest: Digest,
        /// The version of the access policy that it binds.
        policy_version: Digest,
        /// How much care it deserves now.
        risk: Risk,
        /// The new nonce.
        nonce: String,
        /// When the new question lapses.
        expires_at: Timestamp,
    },
    /// It had lapsed and is asked again; votes on the old question are void.
    Reasked {
        /// The new nonce.
        nonce: String,
        /// When the new question lapses.
        expires_at: Timestamp,
    },
    /// A constraint was added while it was open.
    Constrained {
        /// Which.
        constraint: ConstraintId,
    },
    /// Its approval no longer stands.
    Voided {
        /// Why.
        why: Why,
    },
    /// One person approved alone, outside the gate's rule.
    GlassBroken {
        /// Who.
        person: PersonId,
        /// The digest that they had seen.
        digest: Digest,
        /// The body that says why.
        reason: Digest,
        /// When another person must have looked at it.
        second_look_due: Timestamp,
    },
    /// Another person looked at a break-glass approval.
    SecondLook {
        /// Who.
        person: PersonId,
        /// Whether the approval was right.
        confirmed: bool,
        /// The body with their note.
        note: Option<Digest>,
    },
}

impl EventData for ReviewEvent {}
