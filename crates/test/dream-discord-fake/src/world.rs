//! What exists: one server with its channels, messages, webhooks and commands.

mod channels;
mod commands;
mod interactions;
mod messages;
mod threads;
mod webhooks;

pub use channels::{Access, ChannelKind};
pub(crate) use interactions::Interaction;
pub(crate) use messages::Author;
pub(crate) use webhooks::Webhook;

use crate::snowflake::Snowflakes;
use dream_clock::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The id of the one server.
pub(crate) const GUILD: &str = "200000000000000001";
/// The id of the bot and of its application.
pub(crate) const BOT: &str = "100000000000000001";
/// The id of the server's owner.
pub(crate) const OWNER: &str = "300000000000000001";

/// Everything that exists, and the events that it gives rise to.
#[derive(Default)]
pub(crate) struct World {
    snowflakes: Snowflakes,
    pub(crate) channels: BTreeMap<String, channels::Channel>,
    pub(crate) webhooks: BTreeMap<String, webhooks::Webhook>,
    pub(crate) commands: BTreeMap<String, Vec<Value>>,
    pub(crate) interactions: BTreeMap<String, Interaction>,
    /// Who sent which nonce where, when, and which message it made.
    pub(crate) nonces: BTreeMap<(String, String, String), (Timestamp, String)>,
    /// Gateway events that have not been handed out: name and data.
    pub(crate) events: Vec<(&'static str, Value)>,
    /// Whom messages called: the message's id, and `everyone`, a role or a user.
    pub(crate) called: Vec<(String, String)>,
}

impl World {
    pub(crate) fn id(&mut self, now: Timestamp) -> String {
        self.snowflakes.next(now)
    }

    fn event(&mut self, name: &'static str, data: Value) {
        self.events.push((name, data));
    }

    /// The server as `GUILD_CREATE` shows it.
    pub(crate) fn guild(&self, now: Timestamp) -> Value {
        let channels: Vec<Value> = self.channels.values().filter(|channel| !channel.is_thread()).map(channels::Channel::json).collect();
        let threads: Vec<Value> = self.channels.values().filter(|channel| channel.is_thread()).map(channels::Channel::json).collect();
        let everyone = json!({"id": GUILD, "name": "@everyone", "color": 0, "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null},
            "hoist": false, "icon": null, "unicode_emoji": null, "position": 0, "permissions": "2248473465835073", "managed": false, "mentionable": false, "flags": 0});
        let member = json!({"user": bot_user(), "roles": [], "joined_at": now.to_string(), "deaf": false, "mute": false, "flags": 0, "nick": null,
            "avatar": null, "pending": false, "premium_since": null, "communication_disabled_until": null});
        json!({
            "id": GUILD, "name": "Fake server", "owner_id": OWNER, "icon": null, "splash": null, "discovery_splash": null, "afk_channel_id": null, "afk_timeout": 300,
            "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0, "roles": [everyone], "emojis": [], "features": [],
            "mfa_level": 0, "application_id": null, "system_channel_id": null, "system_channel_flags": 0, "rules_channel_id": null, "max_members": 500_000,
            "vanity_url_code": null, "description": null, "banner": null, "premium_tier": 0, "premium_subscription_count": 0, "preferred_locale": "en-US",
            "public_updates_channel_id": null, "nsfw_level": 0, "premium_progress_bar_enabled": false, "safety_alerts_channel_id": null, "stickers": [],
            "joined_at": now.to_string(), "large": false, "unavailable": false, "member_count": 1, "voice_states": [], "members": [member],
            "channels": channels, "threads": threads, "presences": [], "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [],
        })
    }
}

/// The bot, as a user.
pub(crate) fn bot_user() -> Value {
    user(BOT, "fake-bot", true)
}

/// A user.
pub(crate) fn user(id: &str, name: &str, bot: bool) -> Value {
    json!({"id": id, "username": name, "discriminator": "0000", "global_name": null, "avatar": null, "bot": bot, "system": false, "flags": 0, "public_flags": 0,
        "mfa_enabled": false, "locale": "en-US", "verified": true, "email": null, "banner": null, "accent_color": null})
}
