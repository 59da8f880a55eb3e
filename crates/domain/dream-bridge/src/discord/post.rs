//! One message as it is sent.

use super::{AllowedMentions, Embed, Row};
use serde::{Deserialize, Serialize};

/// The body of one create or edit, in Discord's JSON. What the way of sending adds (nonce, thread, files) is added there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// The text.
    pub content: String,
    /// The embeds.
    pub embeds: Vec<Embed>,
    /// Rows of buttons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Row>,
    /// Whom it may call.
    pub allowed_mentions: AllowedMentions,
    /// The name a webhook's message appears under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The address of the picture a webhook's message appears with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar_url: Option<String>,
}

impl Post {
    /// Whether Discord would call it empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.content.trim().is_empty() && self.embeds.is_empty()
    }
}
