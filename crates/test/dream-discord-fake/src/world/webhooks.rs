//! Webhooks: writing without a bot, by a secret address.

use super::channels::ChannelKind;
use super::{Author, BOT, GUILD, World};
use crate::error::ApiError;
use crate::form;
use dream_clock::Timestamp;
use serde_json::{Value, json};

/// A webhook.
#[derive(Debug, Clone)]
pub(crate) struct Webhook {
    pub(crate) id: String,
    pub(crate) token: String,
    pub(crate) channel: String,
    pub(crate) name: String,
}

impl Webhook {
    pub(crate) fn json(&self) -> Value {
        json!({"id": self.id, "type": 1, "guild_id": GUILD, "channel_id": self.channel, "name": self.name, "avatar": null, "token": self.token,
            "application_id": BOT, "user": super::bot_user()})
    }
}

impl World {
    pub(crate) fn add_webhook(&mut self, channel: &str, body: &Value, now: Timestamp) -> Result<Webhook, ApiError> {
        self.channel(channel)?;
        form::webhook("name", body.get("name"))?;
        if self.webhooks.values().filter(|webhook| webhook.channel == channel).count() >= 15 {
            return Err(ApiError::TOO_MANY_WEBHOOKS);
        }
        let id = self.id(now);
        let name = body.get("name").and_then(Value::as_str).unwrap_or_default().trim().to_owned();
        let webhook = Webhook { token: format!("fake-token-{id}-{}", "x".repeat(40)), channel: channel.to_owned(), name, id: id.clone() };
        self.webhooks.insert(id, webhook.clone());
        Ok(webhook)
    }

    pub(crate) fn webhook(&self, id: &str, token: &str) -> Result<Webhook, ApiError> {
        let found = self.webhooks.get(id).ok_or(ApiError::UNKNOWN_WEBHOOK)?;
        if found.token == token { Ok(found.clone()) } else { Err(ApiError::WEBHOOK_TOKEN) }
    }

    /// Writes by a webhook, into its channel, a thread of it, or a new post of its forum.
    pub(crate) fn execute_webhook(
        &mut self,
        webhook: &Webhook,
        thread: Option<&str>,
        body: &Value,
        files: &[(String, usize)],
        now: Timestamp,
    ) -> Result<Value, ApiError> {
        form::webhook("username", body.get("username"))?;
        let shown = body.get("username").and_then(Value::as_str).unwrap_or(&webhook.name).to_owned();
        let author = Author::Webhook(webhook.id.clone(), shown);
        let forum = self.channels.get(&webhook.channel).ok_or(ApiError::UNKNOWN_CHANNEL)?.kind == ChannelKind::Forum;
        let name = body.get("thread_name").and_then(Value::as_str);
        match (thread, name, forum) {
            (Some(thread), None, _) => {
                let inside = self.channels.get(thread).is_some_and(|channel| channel.parent.as_deref() == Some(webhook.channel.as_str()));
                if inside { self.create_message(thread, &author, body, files, now) } else { Err(ApiError::UNKNOWN_CHANNEL) }
            }
            (None, Some(name), true) => {
                form::thread(&json!({"name": name}))?;
                let thread = self.post(&webhook.channel, &author, name, body, files, now)?;
                Ok(thread["message"].clone())
            }
            (None, None, false) => self.create_message(&webhook.channel, &author, body, files, now),
            (None, None, true) => Err(ApiError::FORUM_NEEDS_THREAD),
            (_, Some(_), false) => Err(ApiError::NOT_A_FORUM),
            (Some(_), Some(_), true) => Err(ApiError::form(vec![(
                "thread_name".to_owned(),
                "BASE_TYPE_CHOICES",
                "thread_id and thread_name are exclusive".to_owned(),
            )])),
        }
    }
}
