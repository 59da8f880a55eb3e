//! Sentry integration webhooks.

use super::facts::{Draft, at, first_of, text_at, time_at};
use crate::event::{Phase, Severity};
use serde_json::Value;

/// The event in a Sentry payload; `resource` is the header `Sentry-Hook-Resource`.
pub(super) fn draft(payload: &Value, resource: &str) -> Draft {
    let action = text_at(payload, "action").unwrap_or_default();
    let resource = if at(payload, "data.metric_alert").is_some() { "metric_alert" } else { resource };
    let draft = match resource {
        "metric_alert" => metric(payload, &action),
        "event_alert" => event_alert(payload),
        _ => issue(payload, &action),
    };
    Draft { kind: format!("{resource}.{action}"), ..draft }.label("sender", text_at(payload, "actor.name"))
}

fn level(payload: &Value, path: &str) -> Severity {
    text_at(payload, path).and_then(|word| Severity::of_word(&word)).unwrap_or(Severity::Error)
}

fn issue(payload: &Value, action: &str) -> Draft {
    let title = first_of(payload, &["data.issue.title", "data.error.title", "data.comment"]).unwrap_or_default();
    let short = text_at(payload, "data.issue.shortId");
    let phase = match action {
        "resolved" => Phase::Resolved,
        "created" | "unresolved" => Phase::Firing,
        _ => Phase::Momentary,
    };
    Draft::of("", format!("{} {action}: {title}", short.as_deref().unwrap_or("Issue")))
        .summary(text_at(payload, "data.issue.culprit"))
        .severity(level(payload, "data.issue.level"))
        .phase(phase)
        .link(first_of(payload, &["data.issue.web_url", "data.issue.permalink", "data.error.web_url"]))
        .at(time_at(payload, "data.issue.lastSeen"))
        .label("project", first_of(payload, &["data.issue.project.slug", "data.project_slug"]))
        .label("issue", short)
        .key(format!("issue {}", first_of(payload, &["data.issue.id", "data.issue_id"]).unwrap_or_default()))
}

fn event_alert(payload: &Value) -> Draft {
    let rule = first_of(payload, &["data.triggered_rule", "data.issue_alert.title"]);
    Draft::of("", text_at(payload, "data.event.title").unwrap_or_default())
        .summary(rule.as_ref().map(|rule| format!("Alert rule: {rule}")))
        .severity(level(payload, "data.event.level"))
        .phase(Phase::Firing)
        .link(first_of(payload, &["data.event.web_url", "data.event.url"]))
        .at(time_at(payload, "data.event.datetime"))
        .label("rule", rule)
        .label("platform", text_at(payload, "data.event.platform"))
        .key(format!("issue {}", text_at(payload, "data.event.issue_id").unwrap_or_default()))
}

fn metric(payload: &Value, action: &str) -> Draft {
    let (severity, phase) = match action {
        "resolved" => (Severity::Info, Phase::Resolved),
        "warning" => (Severity::Warning, Phase::Firing),
        _ => (Severity::Critical, Phase::Firing),
    };
    Draft::of("", first_of(payload, &["data.description_title", "data.metric_alert.title"]).unwrap_or_default())
        .summary(text_at(payload, "data.description_text"))
        .severity(severity)
        .phase(phase)
        .link(text_at(payload, "data.web_url"))
        .at(time_at(payload, "data.metric_alert.date_detected"))
        .label("rule", text_at(payload, "data.metric_alert.alert_rule.name"))
        .key(format!("metric {}", first_of(payload, &["data.metric_alert.alert_rule.id", "data.metric_alert.id"]).unwrap_or_default()))
}
