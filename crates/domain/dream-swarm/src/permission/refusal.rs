//! Why a decision about permissions and grants was refused. A refused decision changes nothing.

use crate::{ArgumentsRefusal, PermissionStatus, ToolRuleError};
use dream_clock::Timestamp;
use dream_id::{GrantId, PermissionId};
use dream_ledger::{Digest, FoldError};

/// What kind of refusal it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PermissionRefusalKind {
    /// The request itself is wrong.
    Invalid,
    /// The caller may not.
    Forbidden,
    /// The permission is not as the caller saw it.
    Conflict,
    /// It is over.
    Over,
    /// A fault of this program.
    Defect,
}

/// Why a decision was refused. Each says what happened, why, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PermissionRefusal {
    /// Somebody decides who is no person.
    #[error("only a person decides about what agents ask: no agent, model or part of the server ever counts")]
    PeopleOnly,
    /// What was seen is not what is asked.
    #[error("you decided about {seen}, and {permission} asks for {asked}; look at it again: `dreamos permission show {permission}`")]
    StaleDigest {
        /// The permission.
        permission: PermissionId,
        /// What was seen.
        seen: Digest,
        /// What is asked.
        asked: Digest,
    },
    /// It was decided before.
    #[error("{permission} was decided already: {status}; nothing of it can be changed")]
    Decided {
        /// The permission.
        permission: PermissionId,
        /// How.
        status: PermissionStatus,
    },
    /// Its time is over, or nobody asks any more.
    #[error("{permission} is {status}: nothing can be decided about it any more; an agent that still wants it asks again")]
    Over {
        /// The permission.
        permission: PermissionId,
        /// Expired or withdrawn.
        status: PermissionStatus,
    },
    /// It is a question, and was decided like a call.
    #[error("{permission} is a question; answer it: `dreamos permission answer {permission} --text TEXT`")]
    IsQuestion {
        /// The permission.
        permission: PermissionId,
    },
    /// It is a call, and was answered like a question.
    #[error("{permission} is no question; approve it, reject it or request changes")]
    IsCall {
        /// The permission.
        permission: PermissionId,
    },
    /// An answer that was not offered.
    #[error("{permission} offers these answers: {}; give one of them", choices.join(", "))]
    NotOffered {
        /// The permission.
        permission: PermissionId,
        /// What it offers.
        choices: Vec<String>,
    },
    /// Nothing was said where something must be.
    #[error("{what} must be said, so that the agent knows what to do; say it")]
    Silent {
        /// What.
        what: &'static str,
    },
    /// It gives no leave for this call.
    #[error("{permission} gives no leave for this call: it is {status}, or was used")]
    NotUsable {
        /// The permission.
        permission: PermissionId,
        /// How it stands.
        status: PermissionStatus,
    },
    /// There are more answers than a question can offer.
    #[error("a question offers {limit} answers at most, of 1 to 200 characters each; give others")]
    Choices {
        /// How many there can be.
        limit: usize,
    },
    /// Arguments that cannot be looked at.
    #[error(transparent)]
    Arguments(#[from] ArgumentsRefusal),
    /// A pattern that cannot be one.
    #[error(transparent)]
    Pattern(#[from] ToolRuleError),
    /// A grant that would end too late or never begin.
    #[error("a grant ends after now and within {days} days, and {until} does not; give another time")]
    GrantEnd {
        /// When it was to end.
        until: Timestamp,
        /// How long it may be.
        days: u64,
    },
    /// A grant for too many calls, or none.
    #[error("a grant is for 1 to {most} calls; give another number")]
    GrantCount {
        /// The most.
        most: u32,
    },
    /// A grant whose patterns do not fit the call it is made for.
    #[error("these patterns do not cover the very call that you are looking at; change them, or approve this call alone")]
    GrantMisses,
    /// A grant that was revoked before.
    #[error("{grant} was revoked already; nothing of it can be changed")]
    GrantRevoked {
        /// The grant.
        grant: GrantId,
    },
    /// A grant that does not cover the call.
    #[error("{grant} gives no leave for this call: it is over, used up, or covers something else")]
    GrantOver {
        /// The grant.
        grant: GrantId,
    },
    /// An event could not begin its stream: a defect of this program.
    #[error("the first event did not begin its stream; report this as a defect")]
    Fold(#[from] FoldError),
}

impl PermissionRefusal {
    /// A stable word for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::PeopleOnly => "people_only",
            Self::StaleDigest { .. } => "stale_digest",
            Self::Decided { .. } => "already_decided",
            Self::Over { .. } => "permission_over",
            Self::IsQuestion { .. } => "permission_is_question",
            Self::IsCall { .. } => "permission_is_call",
            Self::NotOffered { .. } => "answer_not_offered",
            Self::Silent { .. } => "comment_required",
            Self::NotUsable { .. } => "permission_not_usable",
            Self::Choices { .. } => "invalid_choices",
            Self::Arguments(refusal) => refusal.code(),
            Self::Pattern(error) => error.code(),
            Self::GrantEnd { .. } => "invalid_grant_end",
            Self::GrantCount { .. } => "invalid_grant_count",
            Self::GrantMisses => "grant_misses_call",
            Self::GrantRevoked { .. } => "grant_revoked",
            Self::GrantOver { .. } => "grant_over",
            Self::Fold(_) => "internal",
        }
    }

    /// What kind of refusal it is.
    #[must_use]
    pub const fn kind(&self) -> PermissionRefusalKind {
        match self {
            Self::PeopleOnly => PermissionRefusalKind::Forbidden,
            Self::NotOffered { .. }
            | Self::Silent { .. }
            | Self::Choices { .. }
            | Self::Arguments(_)
            | Self::Pattern(_)
            | Self::GrantEnd { .. }
            | Self::GrantCount { .. }
            | Self::GrantMisses => PermissionRefusalKind::Invalid,
            Self::StaleDigest { .. }
            | Self::Decided { .. }
            | Self::IsQuestion { .. }
            | Self::IsCall { .. }
            | Self::NotUsable { .. }
            | Self::GrantRevoked { .. } => PermissionRefusalKind::Conflict,
            Self::Over { .. } | Self::GrantOver { .. } => PermissionRefusalKind::Over,
            Self::Fold(_) => PermissionRefusalKind::Defect,
        }
    }
}
