//! Reading facts out of a payload, and the event that grows from them.

use super::Arrival;
use crate::event::{Event, MOST_LABELS, MOST_SUMMARY, MOST_TITLE, Phase, Severity};
use crate::text;
use dream_clock::Timestamp;
use dream_ledger::Digest;
use serde_json::Value;
use std::collections::BTreeMap;

/// An event being put together.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) kind: String,
    pub(super) severity: Severity,
    pub(super) phase: Phase,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) labels: BTreeMap<String, String>,
    pub(super) link: Option<String>,
    pub(super) at: Option<Timestamp>,
    /// What the event is about; empty when the payload does not say.
    pub(super) key: String,
}

/// The value at a path such as `issue.fields.summary`.
pub(super) fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(value, |value, name| value.get(name))
}

/// The text at a path; numbers and booleans as text; `None` when it is empty or anything else.
pub(super) fn text_at(value: &Value, path: &str) -> Option<String> {
    match at(value, path)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// The first of these paths that has a text.
pub(super) fn first_of(value: &Value, paths: &[&str]) -> Option<String> {
    paths.iter().find_map(|path| text_at(value, path))
}

/// The time at a path, in RFC 3339 or in seconds or milliseconds since 1970.
pub(super) fn time_at(value: &Value, path: &str) -> Option<Timestamp> {
    match at(value, path)? {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => {
            let number = number.as_i64()?;
            // Seconds until the year 5138, milliseconds since 1973: the two ranges do not meet.
            let micros = if number.abs() < 100_000_000_000 { number.saturating_mul(1_000_000) } else { number.saturating_mul(1_000) };
            Some(Timestamp::from_micros(micros))
        }
        _ => None,
    }
}

impl Draft {
    pub(super) fn of(kind: impl Into<String>, title: impl Into<String>) -> Self {
        Self { kind: kind.into(), title: title.into(), ..Self::default() }
    }

    /// Adds a label, unless there is no value.
    pub(super) fn label(mut self, name: &str, value: Option<String>) -> Self {
        if let Some(value) = value {
            self.labels.insert(name.to_owned(), value);
        }
        self
    }

    /// Adds what the object at a path holds as labels.
    pub(super) fn labels_of(mut self, value: Option<&Value>) -> Self {
        for (name, value) in value.and_then(Value::as_object).into_iter().flatten().take(MOST_LABELS) {
            let value = match value {
                Value::String(text) => text.clone(),
                Value::Number(_) | Value::Bool(_) => value.to_string(),
                _ => continue,
            };
            self.labels.insert(name.clone(), value);
        }
        self
    }

    pub(super) fn summary(mut self, summary: Option<String>) -> Self {
        self.summary = summary.unwrap_or_default();
        self
    }

    pub(super) fn link(mut self, link: Option<String>) -> Self {
        self.link = link;
        self
    }

    pub(super) fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    pub(super) fn phase(mut self, phase: Phase) -> Self {
        self.phase = phase;
        self
    }

    pub(super) fn key(mut self, key: impl Into<String>) -> Self {
        self.key = key.into();
        self
    }

    pub(super) fn at(mut self, at: Option<Timestamp>) -> Self {
        self.at = at;
        self
    }

    /// The event, within its bounds.
    pub(super) fn finish(self, arrival: &Arrival<'_>) -> Event {
        let title = text::one_line(&self.title);
        let title = if title.is_empty() { self.kind.clone() } else { title };
        let labels = self.labels.into_iter().take(MOST_LABELS);
        let key = if self.key.is_empty() { format!("{} {title}", self.kind) } else { self.key };
        Event {
            source: arrival.source.to_owned(),
            kind: text::shorten(&text::one_line(&self.kind), 100),
            severity: self.severity,
            phase: self.phase,
            title: text::shorten(&title, MOST_TITLE),
            summary: text::shorten(self.summary.trim(), MOST_SUMMARY),
            labels: labels.map(|(name, value)| (text::shorten(&name, 100), text::shorten(&text::one_line(&value), 500))).collect(),
            link: self.link.filter(|link| is_web_address(link)),
            at: self.at.unwrap_or(arrival.at),
            key: if key.len() <= 200 { key } else { Digest::of(key.as_bytes()).to_string() },
        }
    }
}

/// Whether `link` can stand behind a title: `http` or `https`, no blanks, at most 2,000 bytes.
fn is_web_address(link: &str) -> bool {
    let known = link.starts_with("https://") || link.starts_with("http://");
    known && link.len() <= 2_000 && link.bytes().all(|byte| byte.is_ascii_graphic())
}
