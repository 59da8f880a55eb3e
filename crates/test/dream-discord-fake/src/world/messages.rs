//! Messages: created once for a nonce, edited by their author alone, calling those who may be called.

use super::channels::{Access, ChannelKind};
use super::{BOT, GUILD, OWNER, World};
use crate::error::ApiError;
use crate::form;
use dream_clock::Timestamp;
use serde_json::{Value, json};
use std::time::Duration;

/// For how long a nonce is enforced.
const NONCE: Duration = Duration::from_mins(5);

/// The id of a bot that is not the one under test.
const ANOTHER_BOT: &str = "100000000000000002";

/// Who writes.
#[derive(Debug, Clone)]
pub(crate) enum Author {
    /// The bot.
    Bot,
    /// A webhook: its id, and the name it appears under.
    Webhook(String, String),
    /// A person.
    Person(String),
    /// A bot that is not the one under test.
    AnotherBot,
    /// The bot, answering an interaction.
    Answer,
}

impl Author {
    fn json(&self) -> Value {
        match self {
            Self::Bot | Self::Answer => super::bot_user(),
            Self::Webhook(id, name) => super::user(id, name, true),
            Self::Person(name) => super::user(OWNER, name, false),
            Self::AnotherBot => super::user(ANOTHER_BOT, "another bot", true),
        }
    }

    fn id(&self) -> &str {
        match self {
            Self::Bot | Self::Answer => BOT,
            Self::Webhook(id, _) => id,
            Self::Person(_) => OWNER,
            Self::AnotherBot => ANOTHER_BOT,
        }
    }
}

impl World {
    /// Creates a message, or gives back the one that this author made with the same nonce.
    pub(crate) fn create_message(
        &mut self,
        channel: &str,
        author: &Author,
        body: &Value,
        files: &[(String, usize)],
        now: Timestamp,
    ) -> Result<Value, ApiError> {
        self.may_write(channel, author)?;
        form::message(body, files.len())?;
        form::needs_content(body, files.len())?;
        let nonce =
            body.get("nonce").filter(|nonce| !nonce.is_null()).map(|nonce| nonce.as_str().map_or_else(|| nonce.to_string(), str::to_owned));
        let enforced = body.get("enforce_nonce").and_then(Value::as_bool) == Some(true) && matches!(author, Author::Bot);
        let key = nonce.clone().filter(|_| enforced).map(|nonce| (author.id().to_owned(), channel.to_owned(), nonce));
        if let Some((at, id)) = key.as_ref().and_then(|key| self.nonces.get(key)).cloned()
            && now.since(at) < NONCE
            && let Ok(found) = self.message(channel, &id)
        {
            return Ok(found.clone());
        }
        let id = self.id(now);
        let message = written(&id, channel, author, body, files, now);
        self.call(&id, &message, body.get("allowed_mentions"));
        if let Some(key) = key {
            self.nonces.insert(key, (now, id));
        }
        let mut shown = message.clone();
        if let (Some(nonce), Some(members)) = (nonce, shown.as_object_mut()) {
            members.insert("nonce".to_owned(), json!(nonce));
        }
        if let Some(channel) = self.channels.get_mut(channel) {
            channel.messages.push(message);
        }
        self.event("MESSAGE_CREATE", shown.clone());
        Ok(shown)
    }

    /// The newest message of a channel has these files: of each its name, where it is, and its size.
    pub(crate) fn attach(&mut self, channel: &str, files: &[(&str, &str, u64)]) -> Value {
        let shown = |(n, (name, url, size)): (usize, &(&str, &str, u64))| json!({"id": format!("{n}"), "filename": name, "url": url, "proxy_url": url, "size": size});
        let attachments: Vec<Value> = files.iter().enumerate().map(shown).collect();
        if let Some(newest) = self.channels.get_mut(channel).and_then(|channel| channel.messages.last_mut()) {
            newest["attachments"] = json!(attachments);
        }
        match self.events.last_mut() {
            Some((_, told)) => {
                told["attachments"] = json!(attachments);
                told.clone()
            }
            None => Value::Null,
        }
    }

    fn may_write(&self, channel: &str, author: &Author) -> Result<(), ApiError> {
        let found = match author {
            Author::Bot => self.channel(channel)?,
            _ => self.channels.get(channel).ok_or(ApiError::UNKNOWN_CHANNEL)?,
        };
        match found {
            found if found.kind == ChannelKind::Forum => Err(ApiError::of(400, 50_008, "Cannot send messages in a non-text channel")),
            found if found.locked => Err(ApiError::of(400, 160_005, "Thread is locked")),
            found if found.archived => Err(ApiError::ARCHIVED),
            found if found.access == Access::ReadOnly && matches!(author, Author::Bot) => Err(ApiError::MISSING_PERMISSIONS),
            _ => Ok(()),
        }
    }

    pub(crate) fn message(&self, channel: &str, id: &str) -> Result<&Value, ApiError> {
        let channel = self.channels.get(channel).ok_or(ApiError::UNKNOWN_CHANNEL)?;
        channel.messages.iter().find(|message| message["id"] == id).ok_or(ApiError::UNKNOWN_MESSAGE)
    }

    /// A page of messages, the newest first.
    pub(crate) fn list_messages(&self, channel: &str, before: Option<u64>, after: Option<u64>, limit: usize) -> Result<Value, ApiError> {
        let messages = &self.channel(channel)?.messages;
        let number = |message: &Value| message["id"].as_str().and_then(|id| id.parse::<u64>().ok()).unwrap_or(0);
        let fits =
            |message: &&Value| before.is_none_or(|before| number(message) < before) && after.is_none_or(|after| number(message) > after);
        let mut page: Vec<&Value> = if after.is_some() {
            messages.iter().filter(fits).take(limit).collect()
        } else {
            messages.iter().rev().filter(fits).take(limit).collect()
        };
        page.sort_by_key(|message| std::cmp::Reverse(number(message)));
        Ok(json!(page))
    }

    /// Changes a message that `author` wrote. Files that its `attachments` do not name are gone; without that list all stay.
    pub(crate) fn edit_message(
        &mut self,
        channel: &str,
        id: &str,
        author: &Author,
        (body, files): (&Value, &[(String, usize)]),
        now: Timestamp,
    ) -> Result<Value, ApiError> {
        let old = self.message(channel, id)?;
        if old["author"]["id"] != author.id() {
            return Err(ApiError::NOT_YOURS);
        }
        form::message(body, files.len())?;
        let mut changed = old.clone();
        let stays = |file: &Value| body.get("attachments").is_none_or(|named| listed_ids(named, &file["id"]));
        let mut attachments: Vec<Value> = old["attachments"].as_array().into_iter().flatten().filter(|file| stays(file)).cloned().collect();
        attachments.extend(attached(&format!("{id}{}", now.micros()), files));
        changed["attachments"] = json!(attachments);
        for name in ["content", "embeds", "components", "flags"] {
            if let Some(value) = body.get(name) {
                changed[name] = if value.is_null() { emptied(name) } else { value.clone() };
            }
        }
        form::needs_content(&changed, changed["attachments"].as_array().map_or(0, Vec::len))?;
        changed["edited_timestamp"] = json!(now.to_string());
        if let Some(slot) =
            self.channels.get_mut(channel).and_then(|channel| channel.messages.iter_mut().find(|message| message["id"] == id))
        {
            slot.clone_from(&changed);
        }
        self.event("MESSAGE_UPDATE", changed.clone());
        Ok(changed)
    }

    pub(crate) fn delete_message(&mut self, channel: &str, id: &str) -> Result<(), ApiError> {
        self.message(channel, id)?;
        if let Some(channel) = self.channels.get_mut(channel) {
            channel.messages.retain(|message| message["id"] != id);
        }
        self.event("MESSAGE_DELETE", json!({"id": id, "channel_id": channel, "guild_id": GUILD}));
        Ok(())
    }

    /// Notes whom a message calls: what its text asks for and its `allowed_mentions` let through. Without them everything is let through.
    fn call(&mut self, id: &str, message: &Value, allowed: Option<&Value>) {
        let text = message["content"].as_str().unwrap_or_default();
        let allowed = allowed.filter(|allowed| !allowed.is_null());
        let parses = |kind: &str| allowed.is_none_or(|allowed| listed(allowed, "parse", kind));
        let mut called = Vec::new();
        if (text.contains("@everyone") || text.contains("@here")) && parses("everyone") {
            called.push("everyone".to_owned());
        }
        for (opening, kind) in [("<@&", "roles"), ("<@", "users")] {
            for piece in text.split(opening).skip(1) {
                let target: String = piece.trim_start_matches('!').chars().take_while(char::is_ascii_digit).collect();
                let whole = piece.trim_start_matches('!').get(target.len()..).is_some_and(|rest| rest.starts_with('>'));
                if whole && !target.is_empty() && (parses(kind) || allowed.is_some_and(|allowed| listed(allowed, kind, &target))) {
                    called.push(format!("{kind} {target}"));
                }
            }
        }
        self.called.extend(called.into_iter().map(|target| (id.to_owned(), target)));
    }
}

fn listed(allowed: &Value, name: &str, wanted: &str) -> bool {
    allowed.get(name).and_then(Value::as_array).is_some_and(|list| list.iter().any(|each| each == wanted))
}

fn emptied(name: &str) -> Value {
    match name {
        "content" => json!(""),
        "flags" => json!(0),
        _ => json!([]),
    }
}

/// Whether a message's list of files names the one with this id.
fn listed_ids(named: &Value, id: &Value) -> bool {
    named.as_array().into_iter().flatten().any(|each| &each["id"] == id)
}

/// Files that came with a request.
fn attached(id: &str, files: &[(String, usize)]) -> Vec<Value> {
    let shown = |(n, (name, size)): (usize, &(String, usize))| {
        let url = format!("http://cdn.invalid/{id}/{name}");
        json!({"id": format!("{id}{n}"), "filename": name, "size": size, "url": url, "proxy_url": url})
    };
    files.iter().enumerate().map(shown).collect()
}

fn written(id: &str, channel: &str, author: &Author, body: &Value, files: &[(String, usize)], now: Timestamp) -> Value {
    let or = |name: &str, other: Value| body.get(name).filter(|value| !value.is_null()).cloned().unwrap_or(other);
    let attachments = attached(id, files);
    let embeds: Vec<Value> = or("embeds", json!([])).as_array().into_iter().flatten().map(rich).collect();
    let mut message = json!({
        "id": id, "channel_id": channel, "guild_id": GUILD, "author": author.json(), "content": or("content", json!("")), "embeds": embeds,
        "components": or("components", json!([])), "attachments": attachments, "timestamp": now.to_string(), "edited_timestamp": null, "tts": false, "mention_everyone": false,
        "mentions": [], "mention_roles": [], "pinned": false, "type": 0, "flags": or("flags", json!(0)),
    });
    match author {
        Author::Webhook(id, _) => message["webhook_id"] = json!(id),
        Author::Answer => {
            message["webhook_id"] = json!(BOT);
            message["application_id"] = json!(BOT);
        }
        Author::Bot | Author::Person(_) | Author::AnotherBot => {}
    }
    message
}

/// An embed as Discord gives it back.
fn rich(embed: &Value) -> Value {
    let mut embed = embed.clone();
    if let Some(members) = embed.as_object_mut() {
        members.insert("type".to_owned(), json!("rich"));
        members.retain(|_, value| !value.is_null());
    }
    embed
}
