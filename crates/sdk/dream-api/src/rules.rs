//! Rules: which events go where, in which words.

use crate::{Digest, SourceKind, schema};
use dream_clock::Timestamp;
use dream_id::ReceivedId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The rules in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Rules {
    /// The number of the version; 0 when none were ever written. `If-Match` names it when they are written anew.
    pub version: u32,
    /// The digest of the text.
    #[schema(value_type = Option<schema::Sha256>)]
    pub digest: Option<Digest>,
    /// The text: TOML.
    pub text: String,
    /// When it was written.
    #[schema(value_type = Option<schema::Time>)]
    pub written_at: Option<Timestamp>,
    /// What is no fault, and is to be known, such as destinations that nobody has made.
    pub warnings: Vec<String>,
}

/// Rules to write or to check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteRules {
    /// The text: TOML, at most 262,144 bytes.
    pub text: String,
}

/// That rules can be written, and what is to be known of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CheckedRules {
    /// What is no fault, and is to be known.
    pub warnings: Vec<String>,
}

/// An event that rules are tried on, and the rules.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TestRules {
    /// Rules in place of those in force.
    #[serde(default)]
    pub text: Option<String>,
    /// The one rule to try; all when left out.
    #[serde(default)]
    pub rule: Option<String>,
    /// Something that came in. Either this or `event`.
    #[serde(default)]
    #[schema(value_type = Option<schema::ReceivedId>)]
    pub received: Option<ReceivedId>,
    /// A payload. Either this or `received`.
    #[serde(default)]
    pub event: Option<TestEvent>,
}

/// A payload, as a source would send it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TestEvent {
    /// The source's name.
    pub source: String,
    /// The source's kind.
    pub kind: SourceKind,
    /// The event's type, where the vendor says it in a header.
    #[serde(default)]
    pub event_type: Option<String>,
    /// The payload.
    #[schema(value_type = Object)]
    pub payload: serde_json::Value,
}

/// What rules would do. Nothing was sent, and nothing remembered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TestedRules {
    /// Each event that was in the payload.
    pub events: Vec<TestedEvent>,
}

/// What rules would do about one event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TestedEvent {
    /// The event in the one shape that rules see.
    #[schema(value_type = Object)]
    pub event: serde_json::Value,
    /// What each rule decided, and why.
    pub trace: Vec<RuleStep>,
    /// What would be sent.
    pub messages: Vec<TestedMessage>,
}

/// What one rule decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RuleStep {
    /// The rule.
    pub rule: String,
    /// The line that it begins on.
    pub line: u32,
    /// What it decided: `missed`, `duplicate`, `dropped`, `held`, `collected`, `capped`, `planned`, `escalated`, `stopped` or `failed`.
    pub decided: String,
    /// Why, in a sentence.
    pub why: String,
}

/// A message that would be sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TestedMessage {
    /// The rule that plans it.
    pub rule: String,
    /// The destination.
    pub destination: String,
    /// What it is about: messages of one rule with the same value are about the same thing.
    pub about: Option<String>,
    /// Whether it replaces the text of the message about the same thing.
    pub edit: bool,
    /// The thread that it would go into.
    pub thread: Option<String>,
    /// What Discord would be sent, one post after another.
    #[schema(value_type = Vec<Object>)]
    pub posts: Vec<serde_json::Value>,
}
