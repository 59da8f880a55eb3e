//! Embeds, as Discord's JSON has them.

use crate::text;
use serde::{Deserialize, Serialize};

/// A box with a coloured side below a message's text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Embed {
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where the title leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When, in RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
    /// The colour of its side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<u32>,
    /// The line below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footer: Option<Footer>,
    /// The line above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
    /// Names and values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<EmbedField>,
}

/// The line below an embed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footer {
    /// Its text.
    pub text: String,
}

/// The line above an embed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// Its text.
    pub name: String,
    /// Where it leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A name and a value in an embed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmbedField {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
    /// Whether it may stand beside others.
    #[serde(default)]
    pub inline: bool,
}

impl Embed {
    /// What it counts towards [`super::limits::EMBED_TOTAL`]. Discord counts texts without blanks around them.
    #[must_use]
    pub fn size(&self) -> usize {
        let own = [self.title.as_deref(), self.description.as_deref(), self.footer.as_ref().map(|footer| footer.text.as_str())];
        let author = self.author.as_ref().map(|author| author.name.as_str());
        let fields = self.fields.iter().flat_map(|field| [field.name.as_str(), field.value.as_str()]);
        own.into_iter().flatten().chain(author).chain(fields).map(|part| text::length(part.trim())).sum()
    }
}
