//! What this server tells of itself: entries of its ledger as events that rules understand.

use crate::event::{Event, Phase, Severity};
use crate::message::GateRef;
use crate::source::OWN_FEED;
use crate::text;
use dream_ledger::Envelope;
use serde_json::Value;
use std::collections::BTreeMap;

/// An entry that is told, and the gate that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// The event. Its labels name what it is about: `run`, `stage`, `agent`, `project` and the like, as far as the entry knows.
    pub event: Event,
    /// The gate that waits, if one does. That of one which was decided is known to whoever tells it.
    pub gate: Option<GateRef>,
}

/// How an entry of a kind is told.
struct Kind {
    of: &'static str,
    told: &'static str,
    severity: Severity,
    phase: Phase,
    title: &'static str,
}

const KINDS: [Kind; 16] = [
    kind("review.opened", "gate.waiting", Severity::Warning, Phase::Firing, "A gate waits for people"),
    kind("review.closed", "gate.closed", Severity::Info, Phase::Resolved, "A gate was decided"),
    kind("permission.opened", "permission.waiting", Severity::Warning, Phase::Firing, "An agent asks for permission"),
    kind("permission.decided", "permission.closed", Severity::Info, Phase::Resolved, "A permission was decided"),
    kind("permission.answered", "permission.closed", Severity::Info, Phase::Resolved, "An agent's question was answered"),
    kind("permission.expired", "permission.closed", Severity::Info, Phase::Resolved, "A permission expired"),
    kind("run.started", "run.started", Severity::Info, Phase::Momentary, "A run started"),
    kind("run.finished", "run.finished", Severity::Info, Phase::Momentary, "A run finished"),
    kind("run.failed", "run.failed", Severity::Error, Phase::Momentary, "A run failed"),
    kind("run.cancelled", "run.cancelled", Severity::Info, Phase::Momentary, "A run was cancelled"),
    kind("budget.neared_cap", "budget.near_cap", Severity::Warning, Phase::Momentary, "A run has spent most of what it may"),
    kind("agent.crashed", "agent.crashed", Severity::Error, Phase::Momentary, "An agent crashed"),
    kind("agent.given_up", "agent.given_up", Severity::Critical, Phase::Firing, "An agent is not started any more"),
    kind("escalation.raised", "escalation.raised", Severity::Error, Phase::Firing, "Agents cannot solve something"),
    kind("escalation.answered", "escalation.answered", Severity::Info, Phase::Resolved, "An escalation was answered"),
    kind("escalation.resolved", "escalation.resolved", Severity::Info, Phase::Resolved, "An escalation is over"),
];

const fn kind(of: &'static str, told: &'static str, severity: Severity, phase: Phase, title: &'static str) -> Kind {
    Kind { of, told, severity, phase, title }
}

/// Facts of an entry that become labels, by the name that they have there and here.
const LABELS: [(&str, &str); 11] = [
    ("run", "run"),
    ("stage_name", "stage"),
    ("stage", "stage"),
    ("project", "project"),
    ("agent_name", "agent"),
    ("task", "task"),
    ("risk", "risk"),
    ("decision", "decision"),
    ("verdict", "decision"),
    ("reason", "reason"),
    ("code", "code"),
];

/// Whether entries of this kind are told, before anything else is looked at.
#[must_use]
pub fn is_told(kind: &str) -> bool {
    kind == "run.status_changed" || KINDS.iter().any(|known| known.of == kind)
}

/// What is told of an entry; `None` when nothing is. Nothing that the bridge itself did is ever told, so that it cannot answer itself. `stage_title` is
/// what people call the stage that the entry is about, if it is about one: the label `stage` keeps the name that rules go by.
#[must_use]
pub fn own(entry: &Envelope, stage_title: Option<&str>) -> Option<Own> {
    let text_of = |name: &str| entry.data.get(name).and_then(Value::as_str);
    let blocked = Kind { of: "", told: "run.blocked", severity: Severity::Warning, phase: Phase::Momentary, title: "A run is blocked" };
    let kind = match entry.kind.as_str() {
        "run.status_changed" if text_of("status") == Some("blocked") => &blocked,
        known => KINDS.iter().find(|kind| kind.of == known)?,
    };
    let mut labels = BTreeMap::new();
    for (from, to) in LABELS {
        if let Some(value) = text_of(from).filter(|value| !value.starts_with("sha256:")) {
            labels.insert(to.to_owned(), text::shorten(&text::one_line(value), 500));
        }
    }
    // What the entry is about is its stream: a run, a review, an agent.
    let noun = entry.kind.split('.').next().unwrap_or_default();
    labels.entry(noun.to_owned()).or_insert_with(|| entry.stream.clone());
    let named = text_of("title").or(stage_title).or_else(|| text_of("stage_name")).or_else(|| text_of("stage"));
    let title = named.map_or_else(|| kind.title.to_owned(), |named| format!("{}: {}", kind.title, text::one_line(named)));
    let summary = text_of("why").or_else(|| text_of("how")).unwrap_or_default();
    let event = Event {
        source: OWN_FEED.to_owned(),
        kind: kind.told.to_owned(),
        severity: kind.severity,
        phase: kind.phase,
        title: text::shorten(&title, crate::event::MOST_TITLE),
        summary: text::shorten(summary, crate::event::MOST_SUMMARY),
        labels,
        link: None,
        at: entry.at,
        key: entry.stream.clone(),
    };
    Some(Own { gate: gate(entry), event })
}

fn gate(entry: &Envelope) -> Option<GateRef> {
    if entry.kind != "review.opened" {
        return None;
    }
    let digest = entry.data.get("digest").and_then(Value::as_str)?;
    Some(GateRef { review: entry.stream.parse().ok()?, digest: digest.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_id::{EventId, OrgId, ReviewId, TypedId};
    use dream_ledger::{Actor, Digest};
    use serde_json::json;

    fn entry(kind: &str, data: Value) -> Envelope {
        Envelope {
            id: EventId::from_parts(1, [0; 10]),
            org: OrgId::from_parts(1, [1; 10]),
            stream: ReviewId::from_parts(1, [2; 10]).to_string(),
            version: 1,
            kind: kind.to_owned(),
            schema: 1,
            at: dream_clock::Timestamp::from_micros(0),
            actor: Actor::system("test"),
            cause: None,
            trace: None,
            data,
        }
    }

    #[test]
    fn a_gate_that_waits_names_what_a_decision_binds() {
        let digest = Digest::of(b"the bytes");
        let waits = entry("review.opened", json!({ "stage_name": "prd", "run": "run_1", "digest": digest, "risk": "high" }));
        let told = own(&waits, Some("Product requirements")).unwrap();
        let gate = told.gate.unwrap();
        assert_eq!((gate.digest, gate.review.to_string()), (digest, told.event.key.clone()));
        assert_eq!((told.event.kind.as_str(), told.event.phase), ("gate.waiting", Phase::Firing));
        assert_eq!(told.event.title, "A gate waits for people: Product requirements");
        assert_eq!((told.event.labels["stage"].as_str(), told.event.labels["risk"].as_str()), ("prd", "high"));
        let closed = own(&entry("review.closed", json!({ "decision": "approved" })), None).unwrap();
        assert_eq!((closed.event.phase, closed.event.key), (Phase::Resolved, told.event.key), "the end is about the same");
    }

    #[test]
    fn what_the_bridge_did_and_what_nobody_needs_is_not_told() {
        for (kind, data) in [
            ("source.made", json!({})),
            ("destination.disabled", json!({})),
            ("rules.rewritten", json!({})),
            ("run.status_changed", json!({ "status": "running" })),
            ("message.sent", json!({})),
        ] {
            assert_eq!(own(&entry(kind, data), None), None, "{kind}");
        }
        assert_eq!(own(&entry("run.status_changed", json!({ "status": "blocked" })), None).unwrap().event.kind, "run.blocked");
        let near = own(&entry("budget.neared_cap", json!({ "run": "run_1", "settled_micros": 8, "cap_micros": 10 })), None).unwrap().event;
        assert_eq!((near.kind.as_str(), near.labels["run"].as_str()), ("budget.near_cap", "run_1"));
    }
}
