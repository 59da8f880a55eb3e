//! `CloudEvents` 1.0 in the structured form.

use super::facts::{Draft, at, text_at, time_at};
use super::generic;
use serde_json::Value;

/// The event in a `CloudEvent`. Its subject, or else its id, is what it is about.
pub(super) fn draft(payload: &Value) -> Draft {
    let inner = generic::draft(at(payload, "data").unwrap_or(&Value::Null), "event");
    let kind = text_at(payload, "type").unwrap_or_else(|| "event".to_owned());
    let subject = text_at(payload, "subject");
    let source = text_at(payload, "source");
    let title = if inner.title == inner.kind { subject.clone().unwrap_or_else(|| kind.clone()) } else { inner.title.clone() };
    let about = subject.clone().or_else(|| text_at(payload, "id")).unwrap_or_default();
    let key = format!("{} {about}", source.as_deref().unwrap_or_default());
    let time = time_at(payload, "time").or(inner.at);
    Draft { kind, title, at: time, key, ..inner }.label("subject", subject).label("source", source)
}
