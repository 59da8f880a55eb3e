//! An escalation: something that agents and their supervisor cannot solve, told to the captain, and to people if no captain answers in time.

mod decide;

use crate::fold::cannot_begin;
use dream_clock::Timestamp;
use dream_id::{AgentId, EscalationId, ProjectId, RunId, TaskId};
use dream_ledger::{Actor, Aggregate, Digest, EventData, FoldError, Recorded};
use dream_words::words;
use serde::{Deserialize, Serialize};

words! {
    /// What an escalation is about.
    EscalationKind ("kind of escalation") {
        /// An agent has work and does not get on with it.
        Stuck = "stuck",
        /// An agent crashes again and again.
        CrashLoop = "crash_loop",
        /// An agent cannot be started.
        NotStarted = "not_started",
        /// An agent asks for help.
        Help = "help",
    }
}

words! {
    /// What was tried before somebody was told.
    Tried ("step that was tried") {
        /// The agent was told to go on.
        Nudged = "nudged",
        /// Its process was ended and started again, and told what it was at.
        Restarted = "restarted",
    }
}

words! {
    /// What became of an escalation.
    EscalationStatus ("status of an escalation") {
        /// Nobody has said anything yet.
        Raised = "raised",
        /// Somebody looks into it.
        Acknowledged = "acknowledged",
        /// Somebody answered; the answer was sent to the agent.
        Answered = "answered",
        /// It is over.
        Resolved = "resolved",
    }
}

/// An escalation as folded from its events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    /// Its id.
    pub id: EscalationId,
    /// What was raised; never changes.
    pub raised: EscalationRaised,
    /// When.
    pub raised_at: Timestamp,
    /// What became of it.
    pub status: EscalationStatus,
    /// The body with the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Digest>,
    /// Who acknowledged, answered or resolved it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handled_by: Option<Actor>,
    /// When people were told because no captain had answered in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people_told_at: Option<Timestamp>,
}

/// What was raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EscalationRaised {
    /// What it is about.
    pub about: EscalationKind,
    /// The agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentId>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_name: Option<String>,
    /// What it works on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<TaskId>,
    /// The run whose work that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<RunId>,
    /// The project that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// One line for lists: at most 200 characters.
    pub title: String,
    /// The body that says what happened.
    pub text: Digest,
    /// What was tried before, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tried: Vec<Tried>,
    /// When people are told unless a captain has answered.
    pub due_at: Timestamp,
}

/// What can happen to an escalation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum EscalationEvent {
    /// It was raised.
    Raised(Box<EscalationRaised>),
    /// Somebody looks into it.
    Acknowledged {},
    /// Somebody answered.
    Answered {
        /// The body with the answer.
        text: Digest,
    },
    /// It is over.
    Resolved {},
    /// No captain answered in time, so people were told.
    PeopleTold {},
}

impl EventData for EscalationEvent {}

impl Aggregate for Escalation {
    type Id = EscalationId;
    type Event = EscalationEvent;
    const NOUN: &'static str = "escalation";

    fn create(id: EscalationId, first: &Recorded<EscalationEvent>) -> Result<Self, FoldError> {
        let EscalationEvent::Raised(raised) = &first.event else { return Err(cannot_begin::<Self>(&first.event)) };
        Ok(Self {
            id,
            raised: raised.as_ref().clone(),
            raised_at: first.at,
            status: EscalationStatus::Raised,
            answer: None,
            handled_by: None,
            people_told_at: None,
        })
    }

    fn apply(&mut self, event: &Recorded<EscalationEvent>) {
        let status = match &event.event {
            EscalationEvent::Raised(_) => return,
            EscalationEvent::PeopleTold {} => {
                self.people_told_at = Some(event.at);
                return;
            }
            EscalationEvent::Acknowledged {} => EscalationStatus::Acknowledged,
            EscalationEvent::Answered { text } => {
                self.answer = Some(*text);
                EscalationStatus::Answered
            }
            EscalationEvent::Resolved {} => EscalationStatus::Resolved,
        };
        self.status = status;
        self.handled_by = Some(event.actor.clone());
    }
}
