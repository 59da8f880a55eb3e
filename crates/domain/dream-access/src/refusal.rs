//! Why a change of people, teams, tokens or delegations is refused.

use crate::{MAX_NAME_CHARS, Role, TokenScope};
use dream_clock::Timestamp;
use dream_id::{PersonId, ProjectId, TeamId};
use dream_ledger::FoldError;

/// A refusal. It changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccessRefusal {
    /// A name or a reason is empty or too long.
    #[error("a name or reason has 1 to {MAX_NAME_CHARS} characters, and this one has {length}; give another")]
    NameLength {
        /// How many it has.
        length: usize,
    },
    /// A name or a reason has a character that cannot be shown.
    #[error("a name or reason cannot hold the character U+{code_point:04X}; leave it out")]
    NameCharacter {
        /// The character.
        code_point: u32,
    },
    /// The organisation would be left without an owner.
    #[error("this is the organisation's last owner; make somebody else an owner first")]
    LastOwner,
    /// A role above one's own would be given or taken.
    #[error("only somebody who is {role} or higher may give or take the role {role}, and you are {}", own.map_or("none", Role::as_str))]
    AboveOwnRole {
        /// The role in question.
        role: Role,
        /// The role of the one who tried.
        own: Option<Role>,
    },
    /// The member was removed.
    #[error("this member was removed; add the person again to give them roles")]
    MemberRemoved,
    /// There is nothing to revoke.
    #[error("there is no role on {project} to revoke")]
    NoProjectRole {
        /// The project.
        project: ProjectId,
    },
    /// The member is not in the team.
    #[error("the member is not in {team}")]
    NotInTeam {
        /// The team.
        team: TeamId,
    },
    /// A member or a team holds all the roles or teams it can.
    #[error("{what} are limited to {limit} each; use a team, or a role at the organisation, instead")]
    TooMany {
        /// What there would be too many of.
        what: &'static str,
        /// How many there can be.
        limit: usize,
    },
    /// A token without any scope could do nothing.
    #[error("a token needs at least one scope: read, write, review or admin")]
    NoScopes,
    /// A token cannot make one that may do more than itself.
    #[error("the token in use lacks the scope {scope}, so it cannot make a token that has it; use a token that has {scope}")]
    WiderThanOwn {
        /// The scope it lacks.
        scope: TokenScope,
    },
    /// A time limit lies in the past or too far away.
    #[error("{what} must end after now and before {latest}, and {until} does not; give another end")]
    BadEnd {
        /// What would end.
        what: &'static str,
        /// The end asked for.
        until: Timestamp,
        /// The latest end.
        latest: Timestamp,
    },
    /// The token has expired.
    #[error("this token expired at {expired_at}; make a new one")]
    TokenExpired {
        /// When.
        expired_at: Timestamp,
    },
    /// The token was revoked.
    #[error("this token was revoked at {revoked_at}; make a new one")]
    TokenRevoked {
        /// When.
        revoked_at: Timestamp,
    },
    /// A person cannot stand in for themselves.
    #[error("a delegation goes to somebody else, not to {person} again")]
    SelfDelegation {
        /// The person.
        person: PersonId,
    },
    /// The delegation was ended before.
    #[error("this delegation was ended before; nothing is left to revoke")]
    DelegationRevoked,
    /// A hold on log lines begins after it ends.
    #[error("a hold begins before it ends; give a later end, or none")]
    BadHold,
    /// The hold was lifted before.
    #[error("this hold was lifted before; nothing is left to lift")]
    HoldLifted,
    /// The link of a Discord account was ended or has expired.
    #[error("this Discord account has not been linked to a person here since {over_at}; link it again with /link")]
    DiscordLinkOver {
        /// Since when.
        over_at: Timestamp,
    },
    /// A secret's name has characters or a length that names do not have.
    #[error("a secret's name has 1 to 64 lowercase letters, digits, `-`, `_` and `.`, and no dot at its beginning; give another")]
    SecretName,
    /// The secret was removed before.
    #[error("this secret was removed before; nothing is left to remove")]
    SecretRemoved,
    /// The operator would lock itself out.
    #[error("this is the operator's own organisation, which cannot be suspended: nobody could resume it")]
    OperatorSuspended,
    /// The organisation is suspended already.
    #[error("this organisation has been suspended since {at}; resume it before suspending it for another reason")]
    AlreadySuspended {
        /// Since when.
        at: Timestamp,
    },
    /// The organisation is not suspended.
    #[error("this organisation is not suspended; there is nothing to resume")]
    NotSuspended,
    /// An event could not begin its stream: a defect of this program.
    #[error("the first event did not begin its stream; report this as a defect")]
    Fold(#[from] FoldError),
}

impl AccessRefusal {
    /// A stable word for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NameLength { .. } | Self::NameCharacter { .. } => "name_invalid",
            Self::LastOwner => "last_owner",
            Self::AboveOwnRole { .. } => "above_own_role",
            Self::MemberRemoved => "member_removed",
            Self::NoProjectRole { .. } => "no_project_role",
            Self::NotInTeam { .. } => "not_in_team",
            Self::TooMany { .. } => "too_many",
            Self::NoScopes => "no_scopes",
            Self::WiderThanOwn { .. } => "wider_than_own",
            Self::BadEnd { .. } => "end_out_of_range",
            Self::TokenExpired { .. } => "token_expired",
            Self::TokenRevoked { .. } => "token_revoked",
            Self::SelfDelegation { .. } => "self_delegation",
            Self::DelegationRevoked => "delegation_revoked",
            Self::BadHold => "hold_invalid",
            Self::HoldLifted => "hold_lifted",
            Self::DiscordLinkOver { .. } => "discord_link_over",
            Self::SecretName => "secret_name_invalid",
            Self::SecretRemoved => "secret_removed",
            Self::OperatorSuspended => "operator_organisation",
            Self::AlreadySuspended { .. } => "already_suspended",
            Self::NotSuspended => "not_suspended",
            Self::Fold(_) => "internal",
        }
    }
}
