//! Standard Webhooks: `{type, timestamp, data}`.

use super::facts::{Draft, at, text_at, time_at};
use super::generic;
use serde_json::Value;

/// The event in a Standard Webhooks payload.
pub(super) fn draft(payload: &Value) -> Draft {
    let inner = generic::draft(at(payload, "data").unwrap_or(&Value::Null), "event");
    let kind = text_at(payload, "type").unwrap_or(inner.kind.clone());
    let title = if inner.title == inner.kind { kind.clone() } else { inner.title.clone() };
    let time = time_at(payload, "timestamp").or(inner.at);
    Draft { kind, title, at: time, ..inner }
}
