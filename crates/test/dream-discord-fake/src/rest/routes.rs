//! The routes, and the limits that each is counted under.

use super::Asked;
use super::reply::Reply;
use crate::error::ApiError;
use crate::fake::{Shared, held};
use crate::limiter::RateClass;
use crate::world::{Author, BOT, GUILD, OWNER, bot_user};
use axum::http::Method;
use serde_json::json;

/// What a request is counted under: a class of routes, and the resource.
pub(super) fn class(method: &Method, path: &[String]) -> (RateClass, String) {
    let parts: Vec<&str> = path.iter().map(String::as_str).collect();
    let channel = parts.get(1).copied().unwrap_or_default().to_owned();
    match (method.as_str(), parts.as_slice()) {
        ("POST", ["channels", _, "messages"]) => (RateClass::CreateMessage, channel),
        ("PATCH", ["channels", _, "messages", _]) => (RateClass::EditMessage, channel),
        ("DELETE", ["channels", _, "messages", _]) => (RateClass::DeleteMessage, channel),
        (_, ["channels", _, "messages", _, "reactions", ..]) => (RateClass::Reaction, channel),
        (_, ["interactions", ..] | ["webhooks", BOT, ..]) => (RateClass::Interaction, String::new()),
        (_, ["webhooks", id, token, ..]) => (RateClass::Webhook, format!("{id}/{token}")),
        (_, ["channels" | "guilds", id, ..]) => (RateClass::Other, (*id).to_owned()),
        _ => (RateClass::Other, String::new()),
    }
}

/// Answers a request that was let through.
pub(super) fn answer(shared: &Shared, asked: &Asked) -> Result<Reply, ApiError> {
    let parts: Vec<&str> = asked.path.iter().map(String::as_str).collect();
    match parts.as_slice() {
        ["gateway" | "users" | "applications" | "oauth2", ..] if !parts.contains(&"commands") => about(shared, &parts),
        ["applications", BOT, "commands"] => commands(shared, asked, ""),
        ["applications", BOT, "guilds", guild, "commands"] => commands(shared, asked, guild),
        ["guilds", GUILD] => Ok(Reply::Ok(held(&shared.world).guild(shared.now()))),
        ["channels", channel, rest @ ..] => channels(shared, asked, channel, rest),
        ["interactions", id, token, "callback"] => callback(shared, asked, id, token),
        ["webhooks", BOT, token, rest @ ..] => follow_up(shared, asked, token, rest),
        ["webhooks", id, token, rest @ ..] => webhooks(shared, asked, id, token, rest),
        _ => Err(ApiError::NO_ROUTE),
    }
}

fn about(shared: &Shared, parts: &[&str]) -> Result<Reply, ApiError> {
    let url = format!("ws://{}/gateway", shared.address);
    let limit = json!({"total": shared.options.sessions, "remaining": shared.hub.left(), "reset_after": 86_400_000, "max_concurrency": 1});
    Ok(Reply::Ok(match parts {
        ["gateway"] => json!({"url": url}),
        ["gateway", "bot"] => json!({"url": url, "shards": 1, "session_start_limit": limit}),
        ["users", "@me"] => bot_user(),
        ["applications" | "oauth2", ..] => {
            json!({"id": BOT, "name": "fake", "icon": null, "description": "", "bot_public": true, "bot_require_code_grant": false,
            "verify_key": shared.verify_key, "flags": 1 << 19, "summary": "", "team": null, "owner": crate::world::user(OWNER, "owner", false)})
        }
        _ => return Err(ApiError::NO_ROUTE),
    }))
}

fn commands(shared: &Shared, asked: &Asked, scope: &str) -> Result<Reply, ApiError> {
    match asked.method.as_str() {
        "PUT" => shared.change(|world, now| world.set_commands(scope, &asked.body.json, now)).map(Reply::Ok),
        "GET" => Ok(Reply::Ok(held(&shared.world).commands_of(scope))),
        _ => Err(ApiError::NO_ROUTE),
    }
}

fn channels(shared: &Shared, asked: &Asked, channel: &str, rest: &[&str]) -> Result<Reply, ApiError> {
    let (body, files) = (&asked.body.json, &asked.body.files);
    match (asked.method.as_str(), rest) {
        ("GET", []) => held(&shared.world).channel(channel).map(|channel| Reply::Ok(channel.json())),
        ("DELETE", []) => shared.change(|world, _| world.delete_channel(channel)).map(Reply::Ok),
        ("GET", ["messages"]) => {
            let number = |name: &str| asked.query(name).and_then(|value| value.parse().ok());
            let limit = asked.query("limit").and_then(|value| value.parse().ok()).unwrap_or(50);
            if !(1..=100).contains(&limit) {
                return Err(ApiError::form(vec![(
                    "limit".to_owned(),
                    "NUMBER_TYPE_MAX",
                    "int value should be between 1 and 100.".to_owned(),
                )]));
            }
            held(&shared.world).list_messages(channel, number("before"), number("after"), limit).map(Reply::Ok)
        }
        ("POST", ["messages"]) => shared.change(|world, now| world.create_message(channel, &Author::Bot, body, files, now)).map(Reply::Ok),
        ("GET", ["messages", id]) => held(&shared.world).message(channel, id).cloned().map(Reply::Ok),
        ("PATCH", ["messages", id]) => {
            shared.change(|world, now| world.edit_message(channel, id, &Author::Bot, (body, files), now)).map(Reply::Ok)
        }
        ("DELETE", ["messages", id]) => shared.change(|world, _| world.delete_message(channel, id)).map(|()| Reply::Nothing),
        ("PUT", ["messages", id, "reactions", _, "@me"]) => held(&shared.world).message(channel, id).map(|_| Reply::Nothing),
        ("POST", ["messages", id, "threads"]) => {
            shared.change(|world, now| world.thread_from_message(channel, id, body, now)).map(Reply::Created)
        }
        ("POST", ["threads"]) => shared.change(|world, now| world.thread(channel, body, files, now)).map(Reply::Created),
        ("POST", ["webhooks"]) => {
            shared.change(|world, now| world.add_webhook(channel, body, now)).map(|webhook| Reply::Ok(webhook.json()))
        }
        ("GET", ["webhooks"]) => {
            let world = held(&shared.world);
            Ok(Reply::Ok(world.webhooks.values().filter(|webhook| webhook.channel == channel).map(crate::world::Webhook::json).collect()))
        }
        ("POST", ["typing"]) => held(&shared.world).channel(channel).map(|_| Reply::Nothing),
        _ => Err(ApiError::NO_ROUTE),
    }
}

fn webhooks(shared: &Shared, asked: &Asked, id: &str, token: &str, rest: &[&str]) -> Result<Reply, ApiError> {
    let (body, files, thread) = (&asked.body.json, &asked.body.files, asked.query("thread_id"));
    let webhook = held(&shared.world).webhook(id, token)?;
    let channel = thread.unwrap_or(&webhook.channel).to_owned();
    let author = Author::Webhook(webhook.id.clone(), webhook.name.clone());
    match (asked.method.as_str(), rest) {
        ("GET", []) => Ok(Reply::Ok(webhook.json())),
        ("DELETE", []) => {
            held(&shared.world).webhooks.remove(id);
            Ok(Reply::Nothing)
        }
        ("POST", []) => {
            let wait = asked.query("wait") == Some("true");
            let made = shared.change(|world, now| world.execute_webhook(&webhook, thread, body, files, now));
            // Without waiting nobody is told what became of the message, errors of its form apart.
            match made {
                Ok(message) if wait => Ok(Reply::Ok(message)),
                Err(error) if wait || error.code == 50_035 || error.status == 404 => Err(error),
                Ok(_) | Err(_) => Ok(Reply::Nothing),
            }
        }
        ("GET", ["messages", message]) => held(&shared.world).message(&channel, message).cloned().map(Reply::Ok),
        ("PATCH", ["messages", message]) => {
            shared.change(|world, now| world.edit_message(&channel, message, &author, (body, files), now)).map(Reply::Ok)
        }
        ("DELETE", ["messages", message]) => shared.change(|world, _| world.delete_message(&channel, message)).map(|()| Reply::Nothing),
        _ => Err(ApiError::NO_ROUTE),
    }
}

fn callback(shared: &Shared, asked: &Asked, id: &str, token: &str) -> Result<Reply, ApiError> {
    let made = shared.change(|world, now| world.answer(id, token, &asked.body.json, &asked.body.files, now))?;
    if asked.query("with_response") != Some("true") {
        return Ok(Reply::Nothing);
    }
    let kind = asked.body.json["type"].clone();
    let message = made.as_ref().map(|message| message["id"].clone());
    Ok(Reply::Ok(
        json!({"interaction": {"id": id, "type": 2, "response_message_id": message, "response_message_loading": false, "response_message_ephemeral": false},
        "resource": {"type": kind, "message": made}}),
    ))
}

fn follow_up(shared: &Shared, asked: &Asked, token: &str, rest: &[&str]) -> Result<Reply, ApiError> {
    let (body, files) = (&asked.body.json, &asked.body.files);
    let interaction = held(&shared.world).interaction_of(token, shared.now())?;
    if interaction.answer.is_none() {
        return Err(ApiError::UNKNOWN_WEBHOOK);
    }
    let (channel, author) = (interaction.channel.clone(), Author::Answer);
    let named =
        |id: &str| if id == "@original" { interaction.original.clone().ok_or(ApiError::UNKNOWN_MESSAGE) } else { Ok(id.to_owned()) };
    match (asked.method.as_str(), rest) {
        ("POST", []) => shared.change(|world, now| world.create_message(&channel, &author, body, files, now)).map(Reply::Ok),
        ("GET", ["messages", id]) => held(&shared.world).message(&channel, &named(id)?).cloned().map(Reply::Ok),
        ("PATCH", ["messages", id]) => {
            let id = named(id)?;
            shared.change(|world, now| world.edit_message(&channel, &id, &author, (body, files), now)).map(Reply::Ok)
        }
        ("DELETE", ["messages", id]) => {
            let id = named(id)?;
            shared.change(|world, _| world.delete_message(&channel, &id)).map(|()| Reply::Nothing)
        }
        _ => Err(ApiError::NO_ROUTE),
    }
}
