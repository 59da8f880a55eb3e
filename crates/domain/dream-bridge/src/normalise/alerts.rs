//! Alertmanager version 4, and Grafana's extension of it: one event per alert.

use super::facts::{Draft, at, first_of, text_at, time_at};
use super::generic::phase_of_word;
use crate::event::{Phase, Severity};
use serde_json::Value;

/// The alerts in a notification. Alerts that were left out of it are one more event, so that nobody takes the list for the whole.
pub(super) fn drafts(payload: &Value, kind: &str) -> Vec<Draft> {
    let alerts = at(payload, "alerts").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut drafts: Vec<Draft> = alerts.iter().take(super::MOST_EVENTS - 1).map(|alert| one(payload, alert, kind)).collect();
    let shown = drafts.len();
    let cut = alerts.len().saturating_sub(shown) as u64 + at(payload, "truncatedAlerts").and_then(Value::as_u64).unwrap_or(0);
    if shown == 0 || cut > 0 {
        drafts.push(group(payload, kind, cut));
    }
    drafts
}

fn one(payload: &Value, alert: &Value, kind: &str) -> Draft {
    let labels = at(alert, "labels");
    let name = first_of(alert, &["labels.alertname"]).unwrap_or_else(|| "Alert".to_owned());
    let phase = phase_of_word(&first_of(alert, &["status"]).or_else(|| text_at(payload, "status")).unwrap_or_default());
    let summary = first_of(alert, &["annotations.summary", "annotations.description", "annotations.message"]);
    let title = summary.as_ref().map_or_else(|| name.clone(), |summary| format!("{name}: {summary}"));
    let time = if phase == Phase::Resolved { time_at(alert, "endsAt") } else { time_at(alert, "startsAt") };
    let links = ["panelURL", "dashboardURL", "generatorURL", "annotations.runbook_url"];
    Draft::of(format!("{kind}.{}", phase.name()), title)
        .summary(
            first_of(alert, &["annotations.description", "annotations.message", "valueString"])
                .filter(|text| Some(text) != summary.as_ref()),
        )
        .severity(
            first_of(alert, &["labels.severity", "labels.priority"]).and_then(|word| Severity::of_word(&word)).unwrap_or(Severity::Warning),
        )
        .phase(phase)
        .labels_of(labels)
        .link(first_of(alert, &links).or_else(|| text_at(payload, "externalURL")))
        .at(time)
        .key(first_of(alert, &["fingerprint"]).unwrap_or_else(|| format!("{name} {}", labels.map(Value::to_string).unwrap_or_default())))
}

fn group(payload: &Value, kind: &str, cut: u64) -> Draft {
    let phase = phase_of_word(&first_of(payload, &["status", "state"]).unwrap_or_default());
    let title = first_of(payload, &["title", "commonAnnotations.summary", "commonLabels.alertname", "receiver"]).unwrap_or_default();
    let title = if cut > 0 { format!("{cut} more alerts: {title}") } else { title };
    Draft::of(format!("{kind}.{}", phase.name()), title)
        .summary(text_at(payload, "message"))
        .severity(first_of(payload, &["commonLabels.severity"]).and_then(|word| Severity::of_word(&word)).unwrap_or(Severity::Warning))
        .phase(phase)
        .labels_of(at(payload, "commonLabels"))
        .link(text_at(payload, "externalURL"))
        .key(format!("group {}", text_at(payload, "groupKey").unwrap_or_default()))
}
