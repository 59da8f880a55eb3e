//! The words of authority: [`Role`]s of people and [`TokenScope`]s of tokens.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// How far a person's authority reaches, least first: each role may do all that the one before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sees.
    Viewer,
    /// Makes: starts runs, hands in artifacts.
    Contributor,
    /// Decides at gates.
    Reviewer,
    /// Runs a project or an organisation from day to day.
    Maintainer,
    /// Answers for it: standards, tokens of others, backups.
    Owner,
}

impl Role {
    /// Every role, least first.
    pub const ALL: [Self; 5] = [Self::Viewer, Self::Contributor, Self::Reviewer, Self::Maintainer, Self::Owner];

    /// The role's word, as in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Contributor => "contributor",
            Self::Reviewer => "reviewer",
            Self::Maintainer => "maintainer",
            Self::Owner => "owner",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that is no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a role: use viewer, contributor, reviewer, maintainer or owner")]
pub struct ParseRoleError(String);

impl std::str::FromStr for Role {
    type Err = ParseRoleError;

    fn from_str(text: &str) -> Result<Self, ParseRoleError> {
        let found = Self::ALL.into_iter().find(|role| role.as_str() == text);
        found.ok_or_else(|| ParseRoleError(text.chars().take(64).collect()))
    }
}

/// What a token may be used for. A scope includes no other: a token that is to read and write names both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenScope {
    /// Looking.
    Read,
    /// Projects, runs and artifacts.
    Write,
    /// Decisions at gates, and the constraints that come with them.
    Review,
    /// People, tokens, money, templates, standards and backups.
    Admin,
}

/// The scopes of a token.
pub type Scopes = BTreeSet<TokenScope>;

impl TokenScope {
    /// Every scope.
    pub const ALL: [Self; 4] = [Self::Read, Self::Write, Self::Review, Self::Admin];

    /// All scopes as a set.
    #[must_use]
    pub fn all() -> Scopes {
        Self::ALL.into_iter().collect()
    }

    /// The scope's word, as in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Review => "review",
            Self::Admin => "admin",
        }
    }
}

impl fmt::Display for TokenScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that is no token scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a token scope: use read, write, review or admin")]
pub struct ParseTokenScopeError(String);

impl std::str::FromStr for TokenScope {
    type Err = ParseTokenScopeError;

    fn from_str(text: &str) -> Result<Self, ParseTokenScopeError> {
        let found = Self::ALL.into_iter().find(|scope| scope.as_str() == text);
        found.ok_or_else(|| ParseTokenScopeError(text.chars().take(64).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_and_agrees_with_json() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
            assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
        }
        for scope in TokenScope::ALL {
            assert_eq!(scope.as_str().parse(), Ok(scope));
            assert_eq!(serde_json::to_value(scope).unwrap(), scope.as_str());
        }
        assert!("admin".parse::<Role>().is_err());
        assert!("owner".parse::<TokenScope>().is_err());
    }

    #[test]
    fn roles_grow_in_the_order_listed() {
        assert!(Role::ALL.is_sorted());
        assert!(Role::Owner > Role::Maintainer);
    }
}
