//! Interactions: a person uses a command, a button or a form, and the application has three seconds to say something.

use super::{Author, BOT, GUILD, World};
use crate::error::ApiError;
use crate::form;
use dream_clock::Timestamp;
use serde_json::{Value, json};
use std::time::Duration;

/// How long the first answer may take.
const FIRST_ANSWER: Duration = Duration::from_secs(3);
/// For how long further answers are taken.
const TOKEN: Duration = Duration::from_mins(15);

/// An interaction and what became of it.
#[derive(Debug, Clone)]
pub(crate) struct Interaction {
    pub(crate) token: String,
    pub(crate) at: Timestamp,
    pub(crate) channel: String,
    /// The first answer, as it was given.
    pub(crate) answer: Option<Value>,
    /// The message that the first answer made, or is about.
    pub(crate) original: Option<String>,
}

impl World {
    /// A person, by their account's id and name, does something: `kind` 2 a command, 3 a component, 4 a command that is being typed, 5 a form.
    /// What an application is told.
    pub(crate) fn interact(
        &mut self,
        (account, name): (&str, &str),
        kind: u8,
        channel: &str,
        message: Option<&str>,
        data: &Value,
        now: Timestamp,
    ) -> Result<Value, ApiError> {
        let id = self.id(now);
        let token = format!("fake-interaction-{id}");
        let shown = self.channels.get(channel).ok_or(ApiError::UNKNOWN_CHANNEL)?.json();
        let member = json!({"user": super::user(account, name, false), "roles": [], "joined_at": now.to_string(), "deaf": false, "mute": false, "flags": 0,
            "permissions": "2248473465835073", "nick": null, "avatar": null, "pending": false, "premium_since": null, "communication_disabled_until": null});
        let mut json = json!({"id": id, "application_id": BOT, "type": kind, "token": token, "version": 1, "guild_id": GUILD, "channel_id": channel, "channel": shown,
            "member": member, "locale": "en-US", "guild_locale": "en-US", "app_permissions": "2248473465835073", "entitlements": [], "data": data,
            "guild": {"id": GUILD, "locale": "en-US", "features": []}, "authorizing_integration_owners": {"0": GUILD}, "context": 0, "attachment_size_limit": 10_485_760});
        if let Some(message) = message {
            json["message"] = self.message(channel, message)?.clone();
        }
        let interaction = Interaction { token, at: now, channel: channel.to_owned(), answer: None, original: message.map(str::to_owned) };
        self.interactions.insert(id, interaction);
        Ok(json)
    }

    /// The first answer: once, within three seconds.
    pub(crate) fn answer(
        &mut self,
        id: &str,
        token: &str,
        body: &Value,
        files: &[(String, usize)],
        now: Timestamp,
    ) -> Result<Option<Value>, ApiError> {
        let found = self.interactions.get(id).filter(|found| found.token == token).cloned().ok_or(ApiError::UNKNOWN_INTERACTION)?;
        if found.answer.is_some() {
            return Err(ApiError::ACKNOWLEDGED);
        }
        if now.since(found.at) > FIRST_ANSWER {
            return Err(ApiError::UNKNOWN_INTERACTION);
        }
        let data = body.get("data").unwrap_or(&Value::Null);
        let author = Author::Answer;
        let made = match body.get("type").and_then(Value::as_u64) {
            Some(1 | 6) => None,
            Some(4) => Some(self.create_message(&found.channel, &author, data, files, now)?),
            Some(5) => Some(self.create_message(&found.channel, &author, &json!({"content": "thinking…"}), &[], now)?),
            Some(7) => {
                let original = found.original.clone().ok_or(ApiError::UNKNOWN_MESSAGE)?;
                Some(self.edit_message(&found.channel, &original, &Author::Bot, (data, &[]), now)?)
            }
            Some(8) => {
                choices(data)?;
                None
            }
            Some(9) => {
                modal(data)?;
                None
            }
            _ => {
                return Err(ApiError::form(vec![(
                    "type".to_owned(),
                    "BASE_TYPE_CHOICES",
                    "Value must be one of the callback types.".to_owned(),
                )]));
            }
        };
        if let Some(slot) = self.interactions.get_mut(id) {
            slot.answer = Some(body.clone());
            if let Some(made) = &made {
                slot.original = made["id"].as_str().map(str::to_owned);
            }
        }
        Ok(made)
    }

    /// The interaction whose token this is, while it may still be used.
    pub(crate) fn interaction_of(&self, token: &str, now: Timestamp) -> Result<Interaction, ApiError> {
        let found = self.interactions.values().find(|found| found.token == token).ok_or(ApiError::UNKNOWN_WEBHOOK)?;
        if now.since(found.at) > TOKEN { Err(ApiError::WEBHOOK_TOKEN) } else { Ok(found.clone()) }
    }
}

fn choices(data: &Value) -> Result<(), ApiError> {
    let mut form = form::Form::default();
    form.list("data.choices", data.get("choices"), 25);
    form.finish()
}

fn modal(data: &Value) -> Result<(), ApiError> {
    let mut form = form::Form::default();
    form.text("data.title", data.get("title").unwrap_or(&Value::Null), 1, 45);
    form.text("data.custom_id", data.get("custom_id").unwrap_or(&Value::Null), 1, 100);
    if form.list("data.components", data.get("components"), 5).is_empty() {
        form.fault("data.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.");
    }
    form.finish()
}
