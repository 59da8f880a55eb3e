//! JSON of any shape: the usual names are looked for, and everything stays in the payload for rules.

use super::facts::{Draft, at, first_of, time_at};
use crate::event::{Phase, Severity};
use serde_json::Value;

/// An event from whatever the sender thought of; `kind` when it names no type.
pub(super) fn draft(payload: &Value, kind: &str) -> Draft {
    let kind = first_of(payload, &["type", "event_type", "event", "kind"]).unwrap_or_else(|| kind.to_owned());
    let title = first_of(payload, &["title", "subject", "name", "headline", "text", "message", "content"]).unwrap_or_else(|| kind.clone());
    let summary = first_of(payload, &["summary", "description", "body", "details", "message", "text"]).filter(|summary| *summary != title);
    let severity = first_of(payload, &["severity", "level", "priority"]).and_then(|word| Severity::of_word(&word)).unwrap_or_default();
    let phase = match at(payload, "resolved") {
        Some(Value::Bool(true)) => Phase::Resolved,
        Some(Value::Bool(false)) => Phase::Firing,
        _ => phase_of_word(first_of(payload, &["phase", "status", "state"]).unwrap_or_default().as_str()),
    };
    Draft::of(kind, title)
        .summary(summary)
        .severity(severity)
        .phase(phase)
        .labels_of(at(payload, "labels"))
        .link(first_of(payload, &["link", "url", "href"]))
        .at(time_at(payload, "at").or_else(|| time_at(payload, "timestamp")).or_else(|| time_at(payload, "time")))
        .key(first_of(payload, &["key", "dedup_key", "id"]).unwrap_or_default())
}

/// What alerting systems mean by a status.
pub(super) fn phase_of_word(word: &str) -> Phase {
    match word.to_ascii_lowercase().as_str() {
        "firing" | "alerting" | "open" | "triggered" | "down" => Phase::Firing,
        "resolved" | "ok" | "closed" | "recovered" | "up" => Phase::Resolved,
        _ => Phase::Momentary,
    }
}
