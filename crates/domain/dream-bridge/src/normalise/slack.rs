//! Messages written for a Slack incoming webhook, and what Slack's Events API tells.

use super::facts::{Draft, at, first_of, text_at};
use crate::discord::markdown;
use crate::event::Severity;
use serde_json::Value;

/// The most blocks or attachments that are read.
const MOST_PARTS: usize = 60;

/// The event in a Slack message: its text, its blocks' texts and its attachments; of what Slack itself tells, the event within.
pub(super) fn draft(payload: &Value) -> Draft {
    match (text_at(payload, "type").as_deref(), at(payload, "event")) {
        (Some("event_callback"), Some(event)) => told(event),
        _ => message("slack.message".to_owned(), payload),
    }
}

/// What Slack itself tells: a message, or whatever else its app subscribed to.
fn told(event: &Value) -> Draft {
    let kind = text_at(event, "type").unwrap_or_else(|| "event".to_owned());
    let by = text_at(event, "user");
    match (kind.as_str(), text_at(event, "text")) {
        ("message" | "app_mention", Some(_)) => message(format!("slack.{kind}"), event).label("user", by),
        _ => {
            let (subtype, channel) = (text_at(event, "subtype"), first_of(event, &["channel", "channel.id", "item.channel"]));
            let title = subtype.as_deref().unwrap_or(&kind).replace('_', " ");
            Draft::of(format!("slack.{kind}"), title).label("subtype", subtype).label("channel", channel).label("user", by)
        }
    }
}

fn message(kind: String, payload: &Value) -> Draft {
    let text = text_at(payload, "text").map(|text| markdown::from_slack(&text));
    let mut parts: Vec<String> = Vec::new();
    for block in list(payload, "blocks") {
        parts.extend(block_text(block).map(|text| markdown::from_slack(&text)));
    }
    let (mut severity, mut link) = (Severity::Info, None);
    for attachment in list(payload, "attachments") {
        parts.extend(first_of(attachment, &["pretext"]).map(|text| markdown::from_slack(&text)));
        parts.extend(first_of(attachment, &["title"]).map(|text| format!("**{text}**")));
        parts.extend(first_of(attachment, &["text", "fallback"]).map(|text| markdown::from_slack(&text)));
        for block in list(attachment, "blocks") {
            parts.extend(block_text(block).map(|text| markdown::from_slack(&text)));
        }
        for field in list(attachment, "fields") {
            let (name, value) = (text_at(field, "title").unwrap_or_default(), text_at(field, "value").unwrap_or_default());
            parts.push(format!("**{name}**: {}", markdown::from_slack(&value)));
        }
        severity = severity.max(colour_severity(&text_at(attachment, "color").unwrap_or_default()));
        link = link.or_else(|| text_at(attachment, "title_link"));
    }
    let body = parts.join("\n");
    let title = text
        .clone()
        .filter(|text| !text.is_empty())
        .or_else(|| body.lines().next().map(str::to_owned))
        .unwrap_or_else(|| "Message".to_owned());
    let whole = match (&text, body.is_empty()) {
        (Some(text), true) if text.contains('\n') => Some(text.clone()),
        (_, false) if body != title => Some(body),
        _ => None,
    };
    Draft::of(kind, title.lines().next().unwrap_or_default())
        .summary(whole)
        .severity(severity)
        .link(link)
        .label("channel", text_at(payload, "channel"))
        .label("username", text_at(payload, "username"))
}

fn list<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    at(value, name).and_then(Value::as_array).into_iter().flatten().take(MOST_PARTS)
}

fn block_text(block: &Value) -> Option<String> {
    let own = first_of(block, &["text.text", "text", "title.text"]);
    let fields: Vec<String> =
        list(block, "fields").chain(list(block, "elements")).filter_map(|part| first_of(part, &["text.text", "text"])).collect();
    let all = own.into_iter().chain(fields).collect::<Vec<_>>().join("\n");
    (!all.is_empty()).then_some(all)
}

fn colour_severity(colour: &str) -> Severity {
    match colour.to_ascii_lowercase().as_str() {
        "danger" | "#d00000" | "#ff0000" => Severity::Error,
        "warning" => Severity::Warning,
        _ => Severity::Info,
    }
}
