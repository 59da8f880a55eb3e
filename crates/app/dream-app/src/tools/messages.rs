//! Tools about messages.

use super::answer::{arguments, told};
use super::inbox::{Delivered, Inbox};
use super::places::Call;
use crate::AppError;
use crate::messages::{Outgoing, find, send as say};
use dream_id::MessageId;
use dream_messages::{Headers, Verdict};
use dream_ports::ToolAnswer;
use serde::Deserialize;
use serde_json::{Value, json};

/// How many messages one call gives unless told.
const USUAL: u32 = 20;
/// The most that one call gives.
const MOST: u32 = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Send {
    channel: String,
    text: String,
    reply_to: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    channel: Option<String>,
    limit: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Acknowledge {
    delivery: Option<String>,
    message: Option<String>,
    #[serde(default)]
    failed: bool,
}

pub(super) async fn send(call: &Call<'_>, given: Value) -> Result<ToolAnswer, AppError> {
    let Send { channel, text, reply_to } = arguments(given)?;
    let (mut correlation, mut answers_to) = (None, None);
    if let Some(reply_to) = reply_to {
        match reply_to.parse::<MessageId>() {
            // Who asked with a correlation of their own waits for that one.
            Ok(id) => correlation = Some(find(&call.op, id).await?.message.correlation.unwrap_or_else(|| id.to_string())),
            Err(_) => answers_to = Some(reply_to),
        }
    }
    let project = call.project_of_channels().await?;
    let outgoing =
        Outgoing { channel, project, body: text, headers: Headers::new(), key: None, expires_in: None, reply_to: answers_to, correlation };
    let sent = say(&call.op, outgoing).await?;
    Ok(told(format!("sent as {}", sent.message.id), json!({ "message": sent.message.id, "channel": sent.message.channel })))
}

pub(super) async fn read(call: &Call<'_>, given: Value) -> Result<ToolAnswer, AppError> {
    let Read { channel, limit } = arguments(given)?;
    let inbox = Inbox::of(call, channel.as_deref()).await?;
    let messages = inbox.take(call, limit.unwrap_or(USUAL).clamp(1, MOST)).await?;
    let words: Vec<String> = messages.iter().map(words).collect();
    let words = if words.is_empty() { "there are no messages for you".to_owned() } else { words.join("\n\n") };
    Ok(told(words, json!({ "messages": messages.iter().map(data).collect::<Vec<_>>() })))
}

fn words(delivered: &Delivered) -> String {
    let message = &delivered.message;
    format!("From {} on {}, {} (delivery {}):\n{}", message.sender, message.channel, message.sent_at, delivered.delivery, message.body)
}

fn data(delivered: &Delivered) -> Value {
    let message = &delivered.message;
    json!({
        "message": message.id,
        "channel": message.channel,
        "sender": message.sender,
        "text": if message.erased.is_some() { None } else { Some(&message.body) },
        "sent_at": message.sent_at,
        "delivery": delivered.delivery,
        "attempt": delivered.attempt,
        "correlation": message.correlation,
        "reply_to": message.reply_to,
        // An answer of a person names its question.
        "question": message.headers.get("question"),
    })
}

pub(super) async fn acknowledge(call: &Call<'_>, given: Value) -> Result<ToolAnswer, AppError> {
    let Acknowledge { delivery, message, failed } = arguments(given)?;
    let verdict = if failed { Verdict::Fail { delay: None } } else { Verdict::Acknowledge };
    match (delivery, message) {
        (Some(delivery), _) => Inbox::settle(call, &delivery, verdict).await?,
        (None, Some(message)) => {
            let delivery = Inbox::delivery_of(call, &message).await?;
            Inbox::settle(call, &delivery, verdict).await?;
        }
        (None, None) => return Err(AppError::invalid("invalid_arguments", "name the delivery, as read_messages gave it, or the message")),
    }
    Ok(told(if failed { "it comes again later" } else { "acknowledged" }, json!({ "failed": failed })))
}
