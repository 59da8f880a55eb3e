//! Which events a session is told, and how much of them.

use crate::world::BOT;
use serde_json::{Value, json};

const GUILDS: u64 = 1 << 0;
const GUILD_MESSAGES: u64 = 1 << 9;
const MESSAGE_CONTENT: u64 = 1 << 15;
/// All intents that exist.
const KNOWN: u64 = 0b11_0011_0001_1111_1111_1111_1111;
/// Those that an application must have been granted.
const PRIVILEGED: u64 = (1 << 1) | (1 << 8) | MESSAGE_CONTENT;

/// Whether these intents exist.
pub(super) const fn known(intents: u64) -> bool {
    intents & !KNOWN == 0
}

/// Whether these intents are granted.
pub(super) const fn granted(intents: u64, privileged: u64) -> bool {
    intents & PRIVILEGED & !privileged == 0
}

/// The event as a session with these intents sees it; `None` when it does not.
pub(super) fn seen(intents: u64, name: &str, data: &Value) -> Option<Value> {
    let needed = match name {
        "INTERACTION_CREATE" => 0,
        name if name.starts_with("MESSAGE_") => GUILD_MESSAGES,
        _ => GUILDS,
    };
    if intents & needed != needed {
        return None;
    }
    let mut data = data.clone();
    let text = data["content"].as_str().unwrap_or_default();
    let mentioned = text.contains(&format!("<@{BOT}>"));
    if name.starts_with("MESSAGE_")
        && intents & MESSAGE_CONTENT == 0
        && data["author"]["id"] != BOT
        && !mentioned
        && data.get("content").is_some()
    {
        data["content"] = json!("");
        for list in ["embeds", "attachments", "components"] {
            data[list] = json!([]);
        }
    }
    Some(data)
}
