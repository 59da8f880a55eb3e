//! The model port: one request to a language model, and its reply, in the product's own words.

mod error;
mod price;

use crate::Cancel;
use async_trait::async_trait;
use dream_ledger::{Digest, jcs};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use error::{ModelError, TimeoutPhase};
pub use price::{Charge, ChargeBasis, LongContext, Price};

/// A provider of language models.
#[async_trait]
pub trait Model: Send + Sync {
    /// The provider's name: `offline`, `openai`, `anthropic`.
    fn name(&self) -> &str;

    /// Sends `request` and waits for the whole reply. Attempts that cannot have cost anything are repeated inside, within bounds;
    /// whatever may have been paid for comes back as an error, so that no call is ever paid twice out of one reservation.
    async fn complete(&self, request: &ModelRequest, cancel: &Cancel) -> Result<ModelReply, ModelError>;

    /// What `model` costs; `None` when nobody told, and then [`Model::complete`] refuses it.
    fn price(&self, model: &str) -> Option<Price>;

    /// Whether it answers without leaving the process, deterministically and for nothing.
    fn is_offline(&self) -> bool;
}

/// One request. It holds no id, time or host, so the same work makes the same bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelRequest {
    /// The provider's name for the model.
    pub model: String,
    /// What the model is told about its work.
    pub system: String,
    /// The conversation so far.
    pub messages: Vec<Message>,
    /// The tools that it may call.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tools: Vec<ToolSpec>,
    /// The most tokens that it may write.
    pub max_output_tokens: u32,
    /// How freely it chooses its words, in thousandths: 0 to 2000. `None` leaves it to the provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub temperature_thousandths: Option<u16>,
    /// Texts at which it stops writing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stop: Vec<String>,
}

/// One turn of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// Whose turn.
    pub role: Role,
    /// What was said.
    pub content: Vec<Part>,
}

/// Whose turn a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Ours.
    User,
    /// The model's.
    Assistant,
    /// A tool's: results of calls that the turn before asked for.
    Tool,
}

/// A piece of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Part {
    /// Words.
    Text {
        /// The words.
        text: String,
    },
    /// A call that the model asked for; in its own turns.
    ToolCall {
        /// The call.
        call: ToolCall,
    },
    /// What a call gave; in a tool's turns.
    ToolResult {
        /// The id of the call.
        call_id: String,
        /// What it gave.
        text: String,
        /// Whether it failed.
        is_error: bool,
    },
}

/// A tool that a model may call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToolSpec {
    /// Its name: ASCII letters, digits, `_` and `-`.
    pub name: String,
    /// What it does, for the model.
    pub description: String,
    /// The JSON Schema of its arguments: an object.
    pub parameters: Value,
}

/// A call that a model asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToolCall {
    /// The provider's id, by which a result names its call.
    pub id: String,
    /// The tool.
    pub name: String,
    /// The arguments, byte for byte as the model wrote them: meant to be JSON, and not yet checked.
    pub arguments: String,
}

/// A reply: what is recorded, and what a resumed or replayed attempt reads instead of calling again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelReply {
    /// The model, as the provider reports it.
    pub model: String,
    /// What it wrote.
    pub text: String,
    /// The tools that it wants called, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tool_calls: Vec<ToolCall>,
    /// Why it stopped.
    pub stop_reason: StopReason,
    /// What it used; `None` when the provider did not say, and then the call is charged as its worst case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage: Option<Usage>,
}

/// Why a model stopped writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// It was done.
    End,
    /// It wrote as much as it was allowed to: the text is cut off.
    MaxOutputTokens,
    /// It met one of the request's stop texts.
    StopText,
    /// It waits for tools.
    ToolCalls,
    /// It, or its provider, declined.
    Refusal,
    /// A reason that this version does not know, in the provider's word.
    Other(String),
}

/// Tokens that a call used. Each is counted in one field only.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Usage {
    /// Read, at the full price.
    pub input_tokens: u64,
    /// Read from the provider's cache.
    pub cached_input_tokens: u64,
    /// Written into the provider's cache.
    pub cache_write_tokens: u64,
    /// Written, hidden reasoning included.
    pub output_tokens: u64,
}

impl ModelRequest {
    /// A request of one system text and one user text.
    #[must_use]
    pub fn new(model: impl Into<String>, system: impl Into<String>, user: impl Into<String>, max_output_tokens: u32) -> Self {
        Self {
            model: model.into(),
            system: system.into(),
            messages: vec![Message::user(user)],
            tools: Vec::new(),
            max_output_tokens,
            temperature_thousandths: None,
            stop: Vec::new(),
        }
    }

    /// The canonical JSON (RFC 8785).
    ///
    /// # Errors
    /// [`ModelError::NotCanonical`] when a tool's schema holds a number that JSON readers would round.
    pub fn canonical(&self) -> Result<Vec<u8>, ModelError> {
        jcs::to_vec(self).map_err(|source| ModelError::NotCanonical { source })
    }

    /// The SHA-256 of the canonical JSON: what a recorded call is found by.
    ///
    /// # Errors
    /// As [`ModelRequest::canonical`].
    pub fn digest(&self) -> Result<Digest, ModelError> {
        self.canonical().map(|bytes| Digest::of(&bytes))
    }
}

impl Message {
    /// Words of ours.
    #[must_use]
    pub fn user(text: impl Into<String>) -> Self {
        Self { role: Role::User, content: vec![Part::Text { text: text.into() }] }
    }

    /// The words in it, one after the other.
    #[must_use]
    pub fn text(&self) -> String {
        let words = self.content.iter().filter_map(|part| match part {
            Part::Text { text } => Some(text.as_str()),
            Part::ToolCall { .. } | Part::ToolResult { .. } => None,
        });
        words.collect()
    }
}

impl ModelReply {
    /// A finished text.
    #[must_use]
    pub fn text(model: impl Into<String>, text: impl Into<String>, usage: Usage) -> Self {
        Self { model: model.into(), text: text.into(), tool_calls: Vec::new(), stop_reason: StopReason::End, usage: Some(usage) }
    }

    /// The canonical JSON (RFC 8785): what is recorded.
    ///
    /// # Errors
    /// [`ModelError::NotCanonical`] when a token count is beyond what JSON readers keep.
    pub fn canonical(&self) -> Result<Vec<u8>, ModelError> {
        jcs::to_vec(self).map_err(|source| ModelError::NotCanonical { source })
    }
}

impl Usage {
    /// All tokens read, however they were paid for.
    #[must_use]
    pub fn all_input_tokens(&self) -> u64 {
        self.input_tokens.saturating_add(self.cached_input_tokens).saturating_add(self.cache_write_tokens)
    }
}
