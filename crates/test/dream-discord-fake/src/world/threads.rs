//! Threads, from a message or on their own, and posts in forums.

use super::channels::ChannelKind;
use super::{Author, World};
use crate::error::ApiError;
use crate::form;
use dream_clock::Timestamp;
use serde_json::{Value, json};

impl World {
    /// A thread that begins at a message: it has the message's id.
    pub(crate) fn thread_from_message(&mut self, channel: &str, message: &str, body: &Value, now: Timestamp) -> Result<Value, ApiError> {
        self.channel(channel)?;
        self.message(channel, message)?;
        form::thread(body)?;
        if self.channels.contains_key(message) {
            return Err(ApiError::THREAD_EXISTS);
        }
        self.insert_channel(message, name(body), ChannelKind::PublicThread, Some(channel), now);
        self.shown(message, body)
    }

    /// A thread on its own; in a forum with its first message, whose id it has.
    pub(crate) fn thread(&mut self, channel: &str, body: &Value, files: &[(String, usize)], now: Timestamp) -> Result<Value, ApiError> {
        let kind = self.channel(channel)?.kind;
        form::thread(body)?;
        if kind == ChannelKind::Forum {
            return self.post(channel, &Author::Bot, name(body), body.get("message").unwrap_or(&Value::Null), files, now);
        }
        let kind = match body.get("type").and_then(Value::as_u64) {
            Some(11) => ChannelKind::PublicThread,
            _ => ChannelKind::PrivateThread,
        };
        let id = self.add_channel(name(body), kind, Some(channel), now);
        self.shown(&id, body)
    }

    /// A post in a forum: the thread, with its first message.
    pub(crate) fn post(
        &mut self,
        forum: &str,
        author: &Author,
        name: &str,
        first: &Value,
        files: &[(String, usize)],
        now: Timestamp,
    ) -> Result<Value, ApiError> {
        form::message(first, files.len())?;
        form::needs_content(first, files.len())?;
        let id = self.id(now);
        self.insert_channel(&id, name, ChannelKind::PublicThread, Some(forum), now);
        let mut message = self.create_message(&id, author, first, files, now)?;
        let old = message["id"].clone();
        message["id"] = json!(id);
        if let Some(slot) = self.channels.get_mut(&id).and_then(|thread| thread.messages.iter_mut().find(|each| each["id"] == old)) {
            slot["id"] = json!(id);
        }
        let mut thread = self.shown(&id, &Value::Null)?;
        thread["message"] = message;
        Ok(thread)
    }

    fn shown(&mut self, id: &str, body: &Value) -> Result<Value, ApiError> {
        let channel = self.channels.get_mut(id).ok_or(ApiError::UNKNOWN_CHANNEL)?;
        channel.archive_minutes = body.get("auto_archive_duration").and_then(Value::as_u64).unwrap_or(channel.archive_minutes);
        Ok(channel.json())
    }
}

fn name(body: &Value) -> &str {
    body.get("name").and_then(Value::as_str).unwrap_or_default()
}
