//! Channels and threads.

use super::{GUILD, World};
use crate::error::ApiError;
use dream_clock::Timestamp;
use serde_json::{Value, json};

/// What kind of channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelKind {
    /// A text channel.
    Text,
    /// An announcement channel.
    Announcement,
    /// A forum: only threads are in it.
    Forum,
    /// A public thread.
    PublicThread,
    /// A private thread.
    PrivateThread,
}

/// What the bot may do in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everything.
    Full,
    /// Read, and not write.
    ReadOnly,
    /// Nothing.
    Hidden,
}

/// A channel and what is in it.
#[derive(Debug, Clone)]
pub(crate) struct Channel {
    pub(crate) id: String,
    pub(crate) kind: ChannelKind,
    pub(crate) name: String,
    pub(crate) parent: Option<String>,
    pub(crate) created: Timestamp,
    pub(crate) archive_minutes: u64,
    pub(crate) archived: bool,
    pub(crate) locked: bool,
    pub(crate) access: Access,
    pub(crate) messages: Vec<Value>,
}

impl ChannelKind {
    const fn number(self) -> u8 {
        match self {
            Self::Text => 0,
            Self::Announcement => 5,
            Self::PublicThread => 11,
            Self::PrivateThread => 12,
            Self::Forum => 15,
        }
    }
}

impl Channel {
    pub(crate) const fn is_thread(&self) -> bool {
        matches!(self.kind, ChannelKind::PublicThread | ChannelKind::PrivateThread)
    }

    pub(crate) fn json(&self) -> Value {
        let last = self.messages.last().and_then(|message| message.get("id")).cloned().unwrap_or(Value::Null);
        let mut json = json!({"id": self.id, "type": self.kind.number(), "guild_id": GUILD, "name": self.name, "last_message_id": last, "flags": 0,
            "parent_id": self.parent, "rate_limit_per_user": 0, "nsfw": false, "position": 0, "permission_overwrites": [], "topic": null});
        if self.is_thread()
            && let Some(members) = json.as_object_mut()
        {
            for name in ["nsfw", "position", "permission_overwrites", "topic"] {
                members.remove(name);
            }
            let metadata = json!({"archived": self.archived, "auto_archive_duration": self.archive_minutes, "archive_timestamp": self.created.to_string(),
                "locked": self.locked, "create_timestamp": self.created.to_string(), "invitable": false});
            let count = self.messages.len();
            members.extend([
                ("thread_metadata".to_owned(), metadata),
                ("owner_id".to_owned(), json!(super::BOT)),
                ("message_count".to_owned(), json!(count)),
                ("member_count".to_owned(), json!(1)),
                ("total_message_sent".to_owned(), json!(count)),
            ]);
        }
        if self.kind == ChannelKind::Forum
            && let Some(members) = json.as_object_mut()
        {
            let more = json!({"available_tags": [], "default_reaction_emoji": null, "default_sort_order": null, "default_forum_layout": 0});
            members.extend(more.as_object().cloned().unwrap_or_default());
        }
        json
    }
}

impl World {
    pub(crate) fn add_channel(&mut self, name: &str, kind: ChannelKind, parent: Option<&str>, now: Timestamp) -> String {
        let id = self.id(now);
        self.insert_channel(&id, name, kind, parent, now);
        id
    }

    pub(super) fn insert_channel(&mut self, id: &str, name: &str, kind: ChannelKind, parent: Option<&str>, now: Timestamp) {
        let channel = Channel {
            id: id.to_owned(),
            kind,
            name: name.to_owned(),
            parent: parent.map(str::to_owned),
            created: now,
            archive_minutes: 1_440,
            archived: false,
            locked: false,
            access: Access::Full,
            messages: Vec::new(),
        };
        let json = channel.json();
        self.channels.insert(id.to_owned(), channel);
        self.event(if kind.number() > 10 && kind.number() < 15 { "THREAD_CREATE" } else { "CHANNEL_CREATE" }, json);
    }

    /// A channel that the bot may see.
    pub(crate) fn channel(&self, id: &str) -> Result<&Channel, ApiError> {
        let channel = self.channels.get(id).ok_or(ApiError::UNKNOWN_CHANNEL)?;
        if channel.access == Access::Hidden { Err(ApiError::MISSING_ACCESS) } else { Ok(channel) }
    }

    pub(crate) fn delete_channel(&mut self, id: &str) -> Result<Value, ApiError> {
        let channel = self.channels.remove(id).ok_or(ApiError::UNKNOWN_CHANNEL)?;
        self.webhooks.retain(|_, webhook| webhook.channel != id);
        let json = channel.json();
        self.event(if channel.is_thread() { "THREAD_DELETE" } else { "CHANNEL_DELETE" }, json.clone());
        Ok(json)
    }
}
