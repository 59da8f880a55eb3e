//! From a vendor's payload to [`Event`]s.

mod alerts;
mod cloudevents;
mod facts;
mod generic;
mod github;
mod gitlab;
mod jira;
mod linear;
mod sentry;
mod slack;
mod standard;

use crate::event::Event;
use crate::source::Kind;
use dream_clock::Timestamp;
use facts::Draft;
use serde_json::Value;

/// The most events that one payload becomes.
pub const MOST_EVENTS: usize = 100;

/// What is known of a payload besides itself.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// The source's name.
    pub source: &'a str,
    /// The event's type, where a header said it.
    pub event_type: Option<&'a str>,
    /// When it arrived.
    pub at: Timestamp,
}

/// The events in `payload`: one, or one per alert, at most [`MOST_EVENTS`]. It is total: what a vendor left out or will add
/// makes a poorer event, never none.
#[must_use]
pub fn normalise(kind: Kind, arrival: Arrival<'_>, payload: &Value) -> Vec<Event> {
    let one = |draft: Draft| vec![draft];
    let drafts = match kind {
        Kind::Generic => one(generic::draft(payload, "generic")),
        Kind::Publish => one(generic::draft(payload, "publish")),
        Kind::StandardWebhooks => one(standard::draft(payload)),
        Kind::Cloudevents => one(cloudevents::draft(payload)),
        Kind::Github => one(github::draft(payload, arrival.event_type.unwrap_or("event"))),
        Kind::Gitlab => one(gitlab::draft(payload)),
        Kind::Jira => one(jira::draft(payload)),
        Kind::Linear => one(linear::draft(payload)),
        Kind::Sentry => one(sentry::draft(payload, arrival.event_type.unwrap_or("event"))),
        Kind::Grafana => alerts::drafts(payload, "grafana"),
        Kind::Alertmanager => alerts::drafts(payload, "alertmanager"),
        Kind::Slack => one(slack::draft(payload)),
    };
    drafts.into_iter().take(MOST_EVENTS).map(|draft| draft.finish(&arrival)).collect()
}
