//! Whether a destination is there and can be written to, asked before it is made.

use super::To;
use crate::connections::{self, is_id};
use crate::{AppError, Op, discord_rest, subscriptions};
use dream_bridge::destination::DestinationKind;
use dream_ports::{DiscordAuth, DiscordCall, HookFault, webhook_path};
use dream_secret::Secret;
use serde_json::Value;

/// The kinds of channels that messages can be written into; the last two take whole threads alone.
const WRITABLE: [u64; 5] = [0, 2, 5, 11, 12];
const FORUMS: [u64; 2] = [15, 16];

/// What was found.
pub(super) struct Probed {
    pub(super) kind: DestinationKind,
    pub(super) url: Option<Secret>,
    /// The channel that a webhook of Discord's belongs to.
    pub(super) channel: Option<String>,
    pub(super) missing: Vec<String>,
}

pub(super) async fn probe(op: &Op, to: To) -> Result<Probed, AppError> {
    match to {
        To::DiscordChannel { connection, channel } => discord_channel(op, &connection, channel).await,
        To::DiscordWebhook(url) => discord_webhook(op, &url).await,
        To::SlackWebhook(url) => slack(op, &url),
        To::SlackChannel { channel, token, source } => super::slack::probe(op, channel, &token, source.as_deref()).await,
        To::Outgoing(name) => {
            let subscription = subscriptions::named(op, &name).await?.stream.id();
            Ok(Probed { kind: DestinationKind::Outgoing { subscription }, url: None, channel: None, missing: Vec::new() })
        }
        To::Channel(name) => {
            let channel = crate::messages::channel(&name)?.to_string();
            Ok(Probed { kind: DestinationKind::Channel { channel }, url: None, channel: None, missing: Vec::new() })
        }
    }
}

async fn discord_channel(op: &Op, connection: &str, channel: String) -> Result<Probed, AppError> {
    if !is_id(&channel) {
        let message = "a channel of Discord's is named by its id, 15 to 20 digits; copy it in Discord with developer mode on";
        return Err(AppError::invalid("discord_id_invalid", message));
    }
    let connection = connections::named(op, connection).await?;
    let (app, org) = (op.app(), op.org()?);
    let call = |path: String| DiscordCall::of(DiscordAuth::None, "GET", path, Value::Null);
    let answer = discord_rest::call(app, org, connection.id(), call(format!("/channels/{channel}"))).await?;
    if answer.answer.status >= 300 {
        let doing = format!(
            "the bot `{}` cannot see the channel {channel}; invite it to the server and let it view the channel",
            connection.facts.bot_name
        );
        return Err(discord_rest::refused(&doing, &answer));
    }
    let kind = answer.body.get("type").and_then(Value::as_u64).unwrap_or(u64::MAX);
    let forum = FORUMS.contains(&kind);
    if !forum && !WRITABLE.contains(&kind) {
        let message = "this channel of Discord's takes no messages; name a text, announcement or forum channel, or a thread";
        return Err(AppError::invalid("discord_channel_kind", message));
    }
    let mut missing = Vec::new();
    if !forum {
        // What was lost is found again by reading the channel.
        let read = discord_rest::call(app, org, connection.id(), call(format!("/channels/{channel}/messages?limit=1"))).await?;
        if read.answer.status >= 300 {
            missing.push("the bot may not read the channel's history: a message whose answer was lost cannot be looked up; let it read message history".to_owned());
        }
    }
    let kind = DestinationKind::DiscordChannel { connection: connection.id(), channel, forum };
    Ok(Probed { kind, url: None, channel: None, missing })
}

async fn discord_webhook(op: &Op, url: &Secret) -> Result<Probed, AppError> {
    let url = Secret::new(url.expose().trim());
    let path = webhook_path(url.expose());
    let parts: Vec<&str> = path.split(['?', '#']).next().unwrap_or_default().split('/').filter(|part| !part.is_empty()).collect();
    let ["webhooks", id, token] = parts.as_slice() else { return Err(no_webhook()) };
    if !is_id(id) || token.is_empty() {
        return Err(no_webhook());
    }
    let webhook = (*id).to_owned();
    let call = DiscordCall::of(DiscordAuth::Webhook(url.clone()), "GET", "", Value::Null);
    let answer = discord_rest::send(op.app(), op.org()?, &format!("webhook:{webhook}"), call, false, None).await?;
    if answer.answer.status >= 300 {
        return Err(discord_rest::refused("Discord does not know this webhook; make a new one in the channel's settings", &answer));
    }
    let channel = answer.body.get("channel_id").and_then(Value::as_str).map(str::to_owned);
    Ok(Probed { kind: DestinationKind::DiscordWebhook { webhook }, url: Some(url), channel, missing: Vec::new() })
}

fn no_webhook() -> AppError {
    let message = "this is no address of a Discord webhook; copy it from the channel's settings, under Integrations: https://discord.com/api/webhooks/…";
    AppError::invalid("discord_webhook_invalid", message)
}

fn slack(op: &Op, url: &Secret) -> Result<Probed, AppError> {
    let url = Secret::new(url.expose().trim());
    let host = address(op, &url)?;
    Ok(Probed { kind: DestinationKind::SlackWebhook { host }, url: Some(url), channel: None, missing: Vec::new() })
}

/// The host of an address that may be used.
pub(crate) fn address(op: &Op, url: &Secret) -> Result<String, AppError> {
    op.app().hooks.check(url.expose()).map_err(|fault| match fault {
        HookFault::Refused(why) => AppError::invalid("address_refused", why),
        other => AppError::invalid("address_refused", other.to_string()),
    })?;
    let rest = url.expose().split_once("://").map_or("", |(_, rest)| rest);
    Ok(rest.split(['/', '?', '#']).next().unwrap_or_default().to_owned())
}
