//! The decision: an [`Identity`] held against the policy table.

use crate::{Action, Identity, Level, Role, Scopes, TokenScope, Who};
use dream_id::ProjectId;
use dream_ledger::{Actor, Digest};
use std::sync::LazyLock;

/// A permission, with the version of the table it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Granted {
    /// The version of the policy table.
    pub policy_version: Digest,
}

/// Why an identity may not act. Nothing in it tells whether the thing exists.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The role is too low.
    #[error("{action} needs the role {needs} or higher, and you have {}; ask an owner of the organisation for it", role_word(*has))]
    Role {
        /// What was to be done.
        action: Action,
        /// The least role.
        needs: Role,
        /// The role held, if any.
        has: Option<Role>,
    },
    /// The token is not made for it.
    #[error("{action} needs a token with the scope {needs}, and this one has {}; make one with that scope", scope_words(has))]
    Scope {
        /// What was to be done.
        action: Action,
        /// The scope needed.
        needs: TokenScope,
        /// The scopes that the token has.
        has: Scopes,
    },
    /// Only people may do it.
    #[error("{action} is for people alone: an agent or a part of the server never counts")]
    PeopleOnly {
        /// What was to be done.
        action: Action,
    },
}

impl Denied {
    /// A stable word for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Role { .. } => "role_too_low",
            Self::Scope { .. } => "scope_missing",
            Self::PeopleOnly { .. } => "people_only",
        }
    }

    /// What was to be done.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Role { action, .. } | Self::Scope { action, .. } | Self::PeopleOnly { action } => *action,
        }
    }
}

fn role_word(role: Option<Role>) -> &'static str {
    role.map_or("none", Role::as_str)
}

fn scope_words(scopes: &Scopes) -> String {
    if scopes.is_empty() {
        return "none".to_owned();
    }
    scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(", ")
}

/// Whether `who` may do `action`, at `project` where it concerns one.
///
/// # Errors
/// [`Denied`], naming what is needed and what is there.
pub fn decide(who: &Identity, action: Action, project: Option<ProjectId>) -> Result<Granted, Denied> {
    let rule = action.rule();
    if rule.who == Who::People && !matches!(who.actor, Actor::Person { .. }) {
        return Err(Denied::PeopleOnly { action });
    }
    if who.given.contains(&action) {
        return Ok(Granted { policy_version: policy_version() });
    }
    let has = who.effective(match rule.level {
        Level::Organisation => None,
        Level::Project => project,
    });
    if has < Some(rule.role) {
        return Err(Denied::Role { action, needs: rule.role, has });
    }
    if !who.scopes.contains(&rule.scope) {
        return Err(Denied::Scope { action, needs: rule.scope, has: who.scopes.clone() });
    }
    Ok(Granted { policy_version: policy_version() })
}

/// The table as canonical text: one line per action, its fields in a fixed order.
#[must_use]
pub fn policy_text() -> String {
    let line = |action: &Action| {
        let rule = action.rule();
        let level = match rule.level {
            Level::Organisation => "organisation",
            Level::Project => "project",
        };
        let who = match rule.who {
            Who::Anyone => "anyone",
            Who::People => "people",
        };
        format!("{action} {level} {} {} {who}\n", rule.role, rule.scope)
    };
    Action::ALL.iter().map(line).collect()
}

/// The version of the table: the digest of [`policy_text`]. It changes with every change of a rule, and is inside every
/// digest under review.
#[must_use]
pub fn policy_version() -> Digest {
    static VERSION: LazyLock<Digest> = LazyLock::new(|| Digest::of(policy_text().as_bytes()));
    *VERSION
}
