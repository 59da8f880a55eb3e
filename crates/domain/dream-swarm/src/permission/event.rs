//! What can happen to a permission.

use super::{PermissionRisk, PermissionVerdict};
use dream_clock::Timestamp;
use dream_id::{AgentId, ProjectId, RunId, TaskId};
use dream_ledger::{Digest, EventData};
use serde::{Deserialize, Serialize};

/// What can happen to a permission. Who did it is the event's actor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum PermissionEvent {
    /// An agent asked.
    Opened(Box<PermissionOpened>),
    /// A person decided about the call.
    Decided {
        /// What they said.
        verdict: PermissionVerdict,
        /// What they saw.
        digest: Digest,
        /// The permission's nonce, which no other has.
        nonce: String,
        /// The body with their words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<Digest>,
    },
    /// A person answered the question.
    Answered {
        /// The body with the answer.
        answer: Digest,
    },
    /// The approved call was released, once and for all.
    Consumed {
        /// What was released.
        digest: Digest,
        /// The attempt at the task that made the call.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        attempt: Option<u32>,
    },
    /// Nobody asks any more.
    Withdrawn {},
    /// Its time was over.
    Expired {},
}

impl EventData for PermissionEvent {}

/// Who asks what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermissionOpened {
    /// The agent.
    pub agent: AgentId,
    /// Its name.
    pub agent_name: String,
    /// The task that it works on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<TaskId>,
    /// The number of the attempt at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
    /// The run that the task belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<RunId>,
    /// The project that the task belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// In a line, for lists.
    pub title: String,
    /// The body with what is shown whole: a call's canonical arguments, or a question's text.
    pub text: Digest,
    /// How large it is, in bytes.
    pub size: u64,
    /// What a decision binds: see [`crate::action_digest`] and [`crate::question_digest`].
    pub digest: Digest,
    /// What it is about.
    pub subject: PermissionSubject,
    /// The version of the policy table under which it was asked.
    pub policy_version: Digest,
    /// 40 hexadecimal digits that no other permission has.
    pub nonce: String,
    /// When its time is over, decided or not.
    pub expires_at: Timestamp,
}

/// What a permission is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PermissionSubject {
    /// A call that the agent wants to make.
    Call(AskedCall),
    /// A question to people.
    Question(AskedQuestion),
}

/// A call that an agent wants to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedCall {
    /// The tool.
    pub tool: String,
    /// Its kind in the agent protocol's word, as far as it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The body with the arguments as those may see them who may not decide: without what looks like a secret.
    pub redacted: Digest,
    /// How much harm it could do.
    pub risk: PermissionRisk,
}

/// A question to people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedQuestion {
    /// The answers that it offers; empty for a text of one's own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
}
