//! What an agent may do without asking, must ask for, and may not do at all: the rules of its manifest, and the decision by them.

mod argument;
mod decide;
mod pattern;

pub use argument::{ArgumentPattern, ArgumentTest};
pub use decide::{ToolDecision, decide_tool};
pub(crate) use pattern::Reading;
pub use pattern::{MAX_PATTERN, TextPattern};

use dream_words::words;
use serde::{Deserialize, Serialize};

/// How many rules a manifest may have.
pub const MAX_TOOL_RULES: usize = 64;
/// How many patterns on arguments a rule or a grant may have.
pub const MAX_ARGUMENT_PATTERNS: usize = 8;

words! {
    /// What a rule says about the calls that it covers.
    ToolEffect ("effect of a tool rule") {
        /// They are made without asking.
        Allow = "allow",
        /// People are asked first.
        Ask = "ask",
        /// They are not made.
        Deny = "deny",
    }
}

/// One rule of a manifest: calls of these tools, with arguments of this shape.
///
/// The order of rules does not matter: among the rules that cover a call, `deny` beats `ask`, and `ask` beats `allow`, so that a rule further
/// down never opens what one further up has closed, and the other way round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToolRule {
    /// What it says.
    pub effect: ToolEffect,
    /// The tools: a name such as `fs__write`, one with wildcards such as `git__*`, or a kind of the protocol such as `execute`.
    pub tool: TextPattern,
    /// What the arguments must be like, all of it; empty for any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<ArgumentPattern>,
}

/// Why a rule cannot be one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ToolRuleError {
    /// A pattern that is empty or too long.
    #[error("a pattern has 1 to {MAX_PATTERN} bytes and no control characters; write a name such as `fs__write`, with `*` for any letters")]
    Pattern,
    /// A place in the arguments that cannot be one.
    #[error(
        "`{0}` is no place in arguments; write a JSON Pointer (RFC 6901) such as `/command` or `/options/0`, of at most {MAX_PATTERN} bytes"
    )]
    Pointer(String),
    /// There are too many.
    #[error("there can be {limit} {what} at most; leave some out")]
    TooMany {
        /// What.
        what: &'static str,
        /// How many there can be.
        limit: usize,
    },
}

impl ToolRuleError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Pattern => "bad_tool_pattern",
            Self::Pointer(_) => "bad_argument_pointer",
            Self::TooMany { .. } => "too_many",
        }
    }
}

/// Refuses more rules, or more patterns in one rule, than are allowed.
///
/// # Errors
/// [`ToolRuleError::TooMany`].
pub fn check_tool_rules(rules: &[ToolRule]) -> Result<(), ToolRuleError> {
    if rules.len() > MAX_TOOL_RULES {
        return Err(ToolRuleError::TooMany { what: "tool rules", limit: MAX_TOOL_RULES });
    }
    rules.iter().try_for_each(|rule| check_argument_patterns(&rule.arguments))
}

/// Refuses more patterns on arguments than one rule or grant may have.
///
/// # Errors
/// [`ToolRuleError::TooMany`].
pub fn check_argument_patterns(patterns: &[ArgumentPattern]) -> Result<(), ToolRuleError> {
    if patterns.len() > MAX_ARGUMENT_PATTERNS {
        return Err(ToolRuleError::TooMany { what: "patterns on arguments", limit: MAX_ARGUMENT_PATTERNS });
    }
    Ok(())
}
