//! What templates see of an event and its payload.

use crate::event::Event;
use dream_clock::Timestamp;
use minijinja::Value;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// The most values of a payload that templates see; the rest is as if it were not there.
const MOST_VALUES: usize = 10_000;
/// The most bytes of one text.
const MOST_TEXT: usize = 8_192;

/// The names that a template may use: `event`, `payload` and `labels`.
pub(crate) fn context(event: &Event, payload: &Json) -> Value {
    let mut left = MOST_VALUES;
    map([("event", of_event(event)), ("payload", of_json(payload, &mut left)), ("labels", of_labels(event))])
}

/// The names that a digest's template may use: `items` (title, link, at, severity, type, labels), `count`, `first` and `last`.
pub(crate) fn of_items(items: &[Event], count: u64) -> Value {
    let first = items.first().map_or(Value::from(()), of_event);
    let last = items.last().map_or(Value::from(()), of_event);
    let items = Value::from(items.iter().map(of_event).collect::<Vec<_>>());
    map([("items", items), ("count", Value::from(count)), ("first", first), ("last", last)])
}

fn map<const N: usize>(pairs: [(&str, Value); N]) -> Value {
    Value::from(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<BTreeMap<String, Value>>())
}

fn of_labels(event: &Event) -> Value {
    Value::from(event.labels.iter().map(|(name, value)| (name.clone(), text(value))).collect::<BTreeMap<String, Value>>())
}

fn of_event(event: &Event) -> Value {
    map([
        ("source", text(&event.source)),
        ("type", text(&event.kind)),
        ("severity", text(event.severity.name())),
        ("phase", text(event.phase.name())),
        ("title", text(&event.title)),
        ("summary", text(&event.summary)),
        ("labels", of_labels(event)),
        ("link", event.link.as_deref().map_or_else(|| Value::from(()), text)),
        ("at", moment(event.at)),
        ("key", text(&event.key)),
    ])
}

fn moment(at: Timestamp) -> Value {
    Value::from(at.to_string())
}

fn text(text: &str) -> Value {
    if text.len() <= MOST_TEXT {
        return Value::from(text);
    }
    let end = (0..=MOST_TEXT).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    Value::from(text.get(..end).unwrap_or_default())
}

fn of_json(json: &Json, left: &mut usize) -> Value {
    match json {
        Json::Null => Value::from(()),
        Json::Bool(flag) => Value::from(*flag),
        Json::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(number), _, _) => Value::from(number),
            (_, Some(number), _) => Value::from(number),
            (_, _, number) => Value::from(number.unwrap_or(0.0)),
        },
        Json::String(string) => text(string),
        Json::Array(items) => Value::from(items.iter().map_while(|item| take(left).then(|| of_json(item, left))).collect::<Vec<_>>()),
        Json::Object(members) => {
            let members = members.iter().map_while(|(name, value)| take(left).then(|| (name.clone(), of_json(value, left))));
            Value::from(members.collect::<BTreeMap<String, Value>>())
        }
    }
}

fn take(left: &mut usize) -> bool {
    *left = left.saturating_sub(1);
    *left > 0
}
