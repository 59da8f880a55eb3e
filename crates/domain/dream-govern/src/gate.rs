//! A gate: whether people are asked after a stage, whom, and how many of them must agree.

use crate::AccessRole;
use dream_id::PersonId;
use dream_words::words;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What stands between a stage's output and the stages after it. There is no default: a template says one or the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Gate {
    /// The template says `gate = "none"`: the output passes when every machine check passed.
    None {},
    /// People are asked.
    People(GateRule),
}

/// Who is asked, and how many must agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateRule {
    /// When people are asked.
    pub when: GateWhen,
    /// Who may decide: each is enough.
    pub approvers: Vec<Approver>,
    /// How many different people must approve; at least 1.
    pub quorum: u32,
    /// Whether the person who started the run may not decide.
    pub exclude_requester: bool,
    /// Whether the people who made a version under review may not decide.
    pub exclude_author: bool,
    /// How long the question stands, in seconds.
    pub expires_seconds: u64,
}

words! {
    /// When people are asked.
    GateWhen ("time to ask") {
        /// After every attempt.
        Always = "always",
        /// When a machine check failed, or a person made the version.
        FailedChecks = "failed_checks",
    }
}

/// Somebody who may decide at a gate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Approver {
    /// Everybody whose role on the project is exactly this.
    Role(AccessRole),
    /// Everybody in the team of this name or id.
    Team(String),
    /// One person.
    Person(PersonId),
}

/// A text that names no approver.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an approver: use owner, maintainer or reviewer, `team:NAME` or `person:per_…`")]
pub struct UnknownApprover(String);

impl fmt::Display for Approver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Role(role) => write!(f, "{role}"),
            Self::Team(team) => write!(f, "team:{team}"),
            Self::Person(person) => write!(f, "person:{person}"),
        }
    }
}

impl FromStr for Approver {
    type Err = UnknownApprover;

    fn from_str(text: &str) -> Result<Self, UnknownApprover> {
        let unknown = || UnknownApprover(text.chars().take(80).collect());
        if let Some(team) = text.strip_prefix("team:") {
            return if team.is_empty() || team.len() > 64 { Err(unknown()) } else { Ok(Self::Team(team.to_owned())) };
        }
        if let Some(person) = text.strip_prefix("person:") {
            return person.parse().map(Self::Person).map_err(|_| unknown());
        }
        match text.parse() {
            Ok(role @ (AccessRole::Owner | AccessRole::Maintainer | AccessRole::Reviewer)) => Ok(Self::Role(role)),
            _ => Err(unknown()),
        }
    }
}

impl Serialize for Approver {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Approver {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str> as Deserialize>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl GateRule {
    /// Why nobody could ever satisfy it, if so.
    #[must_use]
    pub fn cannot_be_satisfied(&self) -> Option<String> {
        if self.approvers.is_empty() {
            return Some(String::from("nobody could satisfy its gate: it names no approvers"));
        }
        if self.quorum == 0 {
            return Some(String::from("its gate asks for nobody: the quorum must be at least 1"));
        }
        let named_only = self.approvers.iter().all(|approver| matches!(approver, Approver::Person(_)));
        let too_few = usize::try_from(self.quorum).map_or(true, |quorum| self.approvers.len() < quorum);
        (named_only && too_few).then(|| {
            let (quorum, people) = (self.quorum, self.approvers.len());
            format!("nobody could satisfy its gate: it needs {quorum} people and names {people}")
        })
    }
}
