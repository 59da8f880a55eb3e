//! What came in, and what rules decided about it.

use dream_api::{ReceivedEvent, RuleStep};
use dream_app::received::Received;
use dream_bridge::plan::Step;

/// Something that came in.
pub(crate) fn received(received: &Received) -> ReceivedEvent {
    // What another version wrote and this one cannot read is shown as nothing.
    let steps: Vec<Step> = received.trace.as_deref().and_then(|trace| serde_json::from_str(trace).ok()).unwrap_or_default();
    ReceivedEvent {
        id: received.id,
        source: received.source.clone(),
        source_name: received.source_name.clone(),
        kind: received.kind.clone(),
        event_type: received.event_type.clone(),
        received_at: received.received_at,
        size: received.size,
        again_of: received.again_of,
        planned_at: received.planned_at,
        events: received.events,
        messages: received.messages,
        trace: steps.iter().map(rule_step).collect(),
    }
}

/// What one rule decided.
pub(crate) fn rule_step(step: &Step) -> RuleStep {
    let decided = serde_json::to_value(step.decided).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default();
    RuleStep { rule: step.rule.clone(), line: u32::try_from(step.line).unwrap_or(u32::MAX), decided, why: step.why.clone() }
}
