//! Linear webhooks.

use super::facts::{Draft, first_of, text_at, time_at};
use crate::event::{Phase, Severity};
use serde_json::Value;

/// The event in a Linear payload.
pub(super) fn draft(payload: &Value) -> Draft {
    let (object, action) = (text_at(payload, "type").unwrap_or_else(|| "Event".to_owned()), text_at(payload, "action").unwrap_or_default());
    let word = match action.as_str() {
        "create" => "created",
        "update" => "updated",
        "remove" => "removed",
        other => other,
    };
    let identifier = text_at(payload, "data.identifier");
    let title = first_of(payload, &["data.title", "data.name", "data.issue.title", "data.body"]).unwrap_or_default();
    let name = identifier.clone().unwrap_or_else(|| object.clone());
    let completed = matches!(text_at(payload, "data.state.type").as_deref(), Some("completed" | "canceled"));
    // Linear's priorities: 0 none, 1 urgent, 2 high, 3 medium, 4 low.
    let severity = match text_at(payload, "data.priority").as_deref() {
        Some("1") => Severity::Critical,
        Some("2") => Severity::Error,
        Some("3") => Severity::Warning,
        _ => Severity::Info,
    };
    Draft::of(format!("{}.{action}", object.to_ascii_lowercase()), format!("{name} {word}: {}", title.lines().next().unwrap_or_default()))
        .summary(first_of(payload, &["data.description", "data.body"]))
        .severity(severity)
        .phase(if completed { Phase::Resolved } else { Phase::Momentary })
        .link(text_at(payload, "url"))
        .at(time_at(payload, "createdAt"))
        .label("issue", identifier)
        .label("team", text_at(payload, "data.team.key"))
        .label("state", text_at(payload, "data.state.name"))
        .label("sender", text_at(payload, "actor.name"))
        .key(format!("{object} {}", text_at(payload, "data.id").unwrap_or_default()))
}
