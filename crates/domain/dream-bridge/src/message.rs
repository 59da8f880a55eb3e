//! A message before it takes the shape of any platform.

use dream_clock::Timestamp;
use dream_id::ReviewId;
use dream_ledger::Digest;
use serde::{Deserialize, Serialize};

/// Whom a message may call. Nobody, unless a rule says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mention {
    /// Everyone in the channel.
    Everyone,
    /// Everyone who is there now.
    Here,
    /// Those with the role of this id.
    Role(String),
    /// The person of this id.
    User(String),
}

/// A name and a value beside a message's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Whether it may stand beside others.
    pub inline: bool,
}

/// A gate that a message is about: what is asked, and which bytes the message shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct GateRef {
    /// The review.
    pub review: ReviewId,
    /// The digest under review.
    pub digest: Digest,
}

/// A file that goes with a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Its bytes, by their digest.
    pub digest: Digest,
    /// How many they are.
    pub size: u64,
}

/// What is to be said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Plain text above the rest; of any length.
    pub content: String,
    /// The title of the rest.
    pub title: String,
    /// Where the title leads.
    pub link: Option<String>,
    /// The text below the title; of any length.
    pub text: String,
    /// Names and values.
    pub fields: Vec<Field>,
    /// A small line at the end.
    pub footer: String,
    /// The colour at the side, red-green-blue.
    pub colour: Option<u32>,
    /// When it happened.
    pub at: Option<Timestamp>,
    /// Whom it calls.
    pub mentions: Vec<Mention>,
    /// The name it appears under, where the platform lets us choose.
    pub username: Option<String>,
    /// The address of the picture it appears with, where the platform lets us choose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
    /// The files that go with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// The gate it is about: where it is sent by a bot, it shows the artifacts' files and has buttons to decide by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gate: Option<GateRef>,
}

impl Message {
    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        [&self.content, &self.title, &self.text].iter().all(|text| text.trim().is_empty()) && self.fields.is_empty()
    }
}

impl std::str::FromStr for Mention {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let id = |id: &str| {
            let right = (15..=20).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit());
            if right { Ok(id.to_owned()) } else { Err(format!("`{text}`: the id must have 15 to 20 digits")) }
        };
        match text.split_once(':') {
            None if text == "everyone" => Ok(Self::Everyone),
            None if text == "here" => Ok(Self::Here),
            Some(("role", role)) => id(role).map(Self::Role),
            Some(("user", user)) => id(user).map(Self::User),
            _ => Err(format!("`{text}` is no mention; write everyone, here, role:ID or user:ID")),
        }
    }
}
