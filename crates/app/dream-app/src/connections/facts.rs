//! What Discord says of an application, and what of it is missing for a bridge.

use crate::{App, AppError, Kind, discord_rest};
use dream_bridge::connection::ConnectionFacts;
use dream_bridge::discord::{Meaning, meaning};
use dream_ports::{DiscordAnswer, DiscordAuth, DiscordCall};
use dream_secret::Secret;
use serde_json::Value;

/// The flags of an application that may read what people write: in any number of servers, and in a few.
const READS_MESSAGES: u64 = (1 << 18) | (1 << 19);

/// What a check of a token showed.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What Discord says.
    pub facts: ConnectionFacts,
    /// What people should know: rights that are missing, and where to give them.
    pub missing: Vec<String>,
}

/// Asks Discord whose token this is.
///
/// # Errors
/// `discord_token_refused` when it is nobody's, `discord_unreachable`, `discord_refused`.
pub async fn check(app: &App, token: &Secret, guilds: Vec<String>) -> Result<Checked, AppError> {
    if let Some(wrong) = guilds.iter().find(|guild| !is_id(guild)) {
        let message = format!("`{wrong}` is no id of a server: it has 15 to 20 digits; copy it in Discord with developer mode on");
        return Err(AppError::invalid("discord_id_invalid", message));
    }
    let bot = ask(app, token, "/users/@me").await?;
    let application = ask(app, token, "/applications/@me").await?;
    let text = |body: &Value, name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let flags = application.get("flags").and_then(Value::as_u64).unwrap_or_default();
    let facts = ConnectionFacts {
        application: text(&application, "id"),
        public_key: text(&application, "verify_key"),
        bot: text(&bot, "id"),
        bot_name: text(&bot, "username"),
        reads_messages: flags & READS_MESSAGES != 0,
        guilds,
    };
    if facts.application.is_empty() || facts.bot.is_empty() {
        let message = "Discord's answer names no application; see that --discord-api leads to Discord";
        return Err(AppError::new(Kind::Unavailable, "discord_unreadable", message));
    }
    Ok(Checked { missing: missing(&facts), facts })
}

async fn ask(app: &App, token: &Secret, path: &str) -> Result<Value, AppError> {
    let call = DiscordCall::of(DiscordAuth::Bot(token.clone()), "GET", path, Value::Null);
    let answer: DiscordAnswer = app.discord.call(call).await.map_err(discord_rest::unanswered)?;
    match meaning(answer.answer.status, answer.code) {
        Meaning::Done => Ok(answer.body),
        Meaning::TokenRefused => {
            let message = "Discord refuses this token; copy the bot's token anew from the developer portal, under Bot";
            Err(AppError::invalid("discord_token_refused", message))
        }
        _ => Err(discord_rest::refused("asking Discord about the application failed", &answer)),
    }
}

/// What is missing for a bridge, in words that say where to get it.
fn missing(facts: &ConnectionFacts) -> Vec<String> {
    let mut missing = Vec::new();
    if !facts.reads_messages {
        missing.push(
            "the bot may not read what people write (message content intent): channels can be written to, and not be paired; \
             switch it on in the developer portal, under Bot"
                .to_owned(),
        );
    }
    if facts.guilds.is_empty() {
        missing.push("no server is named: slash commands are registered in none; name servers by their ids".to_owned());
    }
    missing
}

/// Whether a text can be an id of Discord's.
pub(crate) fn is_id(text: &str) -> bool {
    (15..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}
