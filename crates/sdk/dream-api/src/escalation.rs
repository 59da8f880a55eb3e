//! Escalations: what agents cannot solve, told to the captain, and to people when no captain answers in time.

use crate::{Actor, schema};
use dream_clock::Timestamp;
use dream_id::{EscalationId, ProjectId, RunId, TaskId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

crate::status::words! {
    /// What became of an escalation.
    EscalationStatus {
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

crate::status::words! {
    /// What an escalation is about.
    EscalationKind {
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

/// An escalation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Escalation {
    /// Its id.
    #[schema(value_type = schema::EscalationId)]
    pub id: EscalationId,
    /// What it is about.
    pub about: EscalationKind,
    /// What became of it.
    pub status: EscalationStatus,
    /// One line that says it.
    pub title: String,
    /// The agent, by its name.
    pub agent: Option<String>,
    /// What it works on.
    #[schema(value_type = Option<schema::TaskId>)]
    pub task: Option<TaskId>,
    /// The run whose work that is.
    #[schema(value_type = Option<schema::RunId>)]
    pub run: Option<RunId>,
    /// The project that it belongs to.
    #[schema(value_type = Option<schema::ProjectId>)]
    pub project: Option<ProjectId>,
    /// What was tried before, in order: `nudged`, `restarted`.
    pub tried: Vec<String>,
    /// When it was raised.
    #[schema(value_type = schema::Time)]
    pub raised_at: Timestamp,
    /// When people are told unless a captain has answered.
    #[schema(value_type = schema::Time)]
    pub due_at: Timestamp,
    /// When people were told.
    #[schema(value_type = Option<schema::Time>)]
    pub people_told_at: Option<Timestamp>,
    /// Who acknowledged, answered or resolved it last.
    pub handled_by: Option<Actor>,
}

/// An escalation with what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EscalationDetail {
    /// The escalation.
    #[serde(flatten)]
    pub escalation: Escalation,
    /// What happened; none when it was erased.
    pub text: Option<String>,
    /// The answer.
    pub answer: Option<String>,
}

/// Answers an escalation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerEscalation {
    /// What the agent is told.
    #[schema(min_length = 1)]
    pub text: String,
}
