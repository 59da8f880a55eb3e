//! Jira Cloud webhooks.

use super::facts::{Draft, at, first_of, text_at, time_at};
use crate::event::{Phase, Severity};
use serde_json::Value;

/// The event in a Jira payload.
pub(super) fn draft(payload: &Value) -> Draft {
    let event = text_at(payload, "webhookEvent").unwrap_or_else(|| "event".to_owned());
    let kind = event.replace(':', ".");
    let key = text_at(payload, "issue.key").unwrap_or_default();
    let title = text_at(payload, "issue.fields.summary").unwrap_or_default();
    let word = event.rsplit(['_', ':']).next().unwrap_or_default().to_owned();
    let what = if event.starts_with("comment") { format!("comment {word}") } else { word };
    let status = text_at(payload, "issue.fields.status.name");
    let done = text_at(payload, "issue.fields.status.statusCategory.key").as_deref() == Some("done");
    let severity = text_at(payload, "issue.fields.priority.name").and_then(|word| Severity::of_word(&word)).unwrap_or_default();
    let link = text_at(payload, "issue.self").and_then(|address| browse(&address, &key));
    Draft::of(kind, if key.is_empty() { event.clone() } else { format!("{key} {what}: {title}") })
        .summary(changes(payload).or_else(|| text_at(payload, "comment.body")))
        .severity(severity)
        .phase(if done { Phase::Resolved } else { Phase::Momentary })
        .link(link)
        .at(time_at(payload, "timestamp"))
        .label("issue", Some(key.clone()).filter(|key| !key.is_empty()))
        .label("project", text_at(payload, "issue.fields.project.key"))
        .label("status", status)
        .label("issue_type", text_at(payload, "issue.fields.issuetype.name"))
        .label("priority", text_at(payload, "issue.fields.priority.name"))
        .label("sender", first_of(payload, &["user.displayName", "comment.author.displayName"]))
        .key(key)
}

/// `Status: To Do → In Progress`, a line for each change.
fn changes(payload: &Value) -> Option<String> {
    let items = at(payload, "changelog.items")?.as_array()?;
    let lines = items.iter().take(10).filter_map(|item| {
        let none = || "none".to_owned();
        let field = text_at(item, "field")?;
        Some(format!("{field}: {} → {}", text_at(item, "fromString").unwrap_or_else(none), text_at(item, "toString").unwrap_or_else(none)))
    });
    Some(lines.collect::<Vec<_>>().join("\n")).filter(|text| !text.is_empty())
}

/// The page of an issue, from the address of its API.
fn browse(address: &str, key: &str) -> Option<String> {
    let rest = address.strip_prefix("https://")?;
    let host = rest.split('/').next()?;
    (!key.is_empty()).then(|| format!("https://{host}/browse/{key}"))
}
