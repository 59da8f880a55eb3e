//! A permission: what an agent asks of people, and what they say. A call that it wants to make, or a question.

mod decide;
mod event;
mod fold;
mod refusal;

pub use decide::question_digest;
pub use event::{AskedCall, AskedQuestion, PermissionEvent, PermissionOpened, PermissionSubject};
pub use refusal::{PermissionRefusal, PermissionRefusalKind};

use dream_clock::Timestamp;
use dream_id::{AgentId, PermissionId, PersonId, ProjectId, RunId, TaskId};
use dream_ledger::Digest;
use dream_words::words;
use serde::{Deserialize, Serialize};

/// How many answers a question may offer.
pub const MAX_CHOICES: usize = 16;

words! {
    /// How a permission stands. A decision keeps its own word whatever happens afterwards.
    PermissionStatus ("status of a permission") {
        /// Nobody has said anything.
        Waiting = "waiting",
        /// Exactly this call may be made, once.
        Approved = "approved",
        /// Not so: the agent is told what to change.
        ChangesRequested = "changes_requested",
        /// No.
        Rejected = "rejected",
        /// The question was answered.
        Answered = "answered",
        /// Nobody decided in time: no.
        Expired = "expired",
        /// Nobody asks any more.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// What a person says about a call.
    PermissionVerdict ("verdict on a permission") {
        /// Exactly this, once.
        Approve = "approve",
        /// Not so, but otherwise.
        RequestChanges = "request_changes",
        /// No.
        Reject = "reject",
    }
}

words! {
    /// How much harm a call could do, by the kind of its tool: for the order of a list, and for nothing else.
    PermissionRisk ("risk of a call") {
        /// It looks at something.
        Low = "low",
        /// It changes files of the work, or fetches something.
        Medium = "medium",
        /// It executes, deletes or moves something, or nobody knows.
        High = "high",
    }
}

impl PermissionRisk {
    /// The risk of a tool of this kind of the agent protocol. A tool of no known kind could do anything.
    #[must_use]
    pub fn of_kind(kind: Option<&str>) -> Self {
        match kind {
            Some("read" | "search" | "think") => Self::Low,
            Some("edit" | "fetch") => Self::Medium,
            _ => Self::High,
        }
    }
}

/// A permission as folded from its events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permission {
    /// Its id.
    pub id: PermissionId,
    /// Who asks what; never changes.
    pub opened: PermissionOpened,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// What a person said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<PermissionDecided>,
    /// When the approved call was released, and for what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consumed: Option<PermissionConsumed>,
    /// How it ended otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<PermissionEnded>,
}

/// What a person said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermissionDecided {
    /// How the permission stands by it: approved, changes requested, rejected or answered.
    pub status: PermissionStatus,
    /// Who.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// The body with what they said about it, or answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Digest>,
}

/// The release of an approved call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermissionConsumed {
    /// When.
    pub at: Timestamp,
    /// The attempt at the task that made the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
}

/// An end that no person gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermissionEnded {
    /// Expired or withdrawn.
    pub status: PermissionStatus,
    /// When.
    pub at: Timestamp,
}

impl Permission {
    /// How it stands, as people see it: what was decided stays what it was.
    #[must_use]
    pub fn status(&self) -> PermissionStatus {
        let decided = self.decided.as_ref().map(|decided| decided.status);
        let ended = self.ended.as_ref().map(|ended| ended.status);
        decided.or(ended).unwrap_or(PermissionStatus::Waiting)
    }

    /// Whether the same question meets it: it waits, or was decided and not used, and did not end. Until its time is over, that is; see
    /// [`Permission::lapsed`].
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.consumed.is_none() && self.ended.is_none() && self.status() != PermissionStatus::Answered
    }

    /// Whether somebody is to say something.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.status() == PermissionStatus::Waiting
    }

    /// Whether its time is over at `now`: it is good for nothing then, decided or not.
    #[must_use]
    pub fn lapsed(&self, now: Timestamp) -> bool {
        self.opened.expires_at <= now
    }

    /// What a decision binds.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.opened.digest
    }

    /// The call, if it is one.
    #[must_use]
    pub fn call(&self) -> Option<&AskedCall> {
        match &self.opened.subject {
            PermissionSubject::Call(call) => Some(call),
            PermissionSubject::Question(_) => None,
        }
    }

    /// Whose it is.
    #[must_use]
    pub const fn agent(&self) -> AgentId {
        self.opened.agent
    }

    /// The task that the agent works on.
    #[must_use]
    pub const fn task(&self) -> Option<TaskId> {
        self.opened.task
    }

    /// The run that the task belongs to.
    #[must_use]
    pub const fn run(&self) -> Option<RunId> {
        self.opened.run
    }

    /// The project that the task belongs to.
    #[must_use]
    pub const fn project(&self) -> Option<ProjectId> {
        self.opened.project
    }

    /// How much harm it could do; a question can do none.
    #[must_use]
    pub fn risk(&self) -> PermissionRisk {
        self.call().map_or(PermissionRisk::Low, |call| call.risk)
    }
}
