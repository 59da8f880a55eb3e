//! What was meant by what was sent: the events in it, in the one shape that rules see.

use crate::AppError;
use dream_bridge::event::Event;
use dream_bridge::message::GateRef;
use dream_bridge::normalise::{Arrival, normalise};
use dream_bridge::source::{Kind, OWN_FEED, Request, payload};
use dream_store::received::{Raw, Received};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The events in something that came in, and its payload.
#[derive(Debug, Clone)]
pub(crate) struct Meant {
    /// The events.
    pub(crate) events: Vec<Event>,
    /// The payload that rules may look into.
    pub(crate) payload: Value,
}

/// Something that this server tells of itself, as it is kept until it is planned.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Told {
    /// The event.
    pub(crate) event: Event,
    /// Facts for rules to look into.
    pub(crate) payload: Value,
    /// The gate that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) gate: Option<GateRef>,
}

/// What was meant; the gate that it is about, if this server told of one.
pub(crate) fn meant(received: &Received, raw: &Raw) -> Result<(Meant, Option<GateRef>), AppError> {
    let unreadable = |error| AppError::internal("reading what came in", error);
    if received.source == OWN_FEED {
        let told: Told = serde_json::from_slice(&raw.body).map_err(unreadable)?;
        return Ok((Meant { events: vec![told.event], payload: told.payload }, told.gate));
    }
    let kind: Kind = received.kind.parse().map_err(|error| AppError::internal("reading what came in", UnknownKind(error)))?;
    let head: Vec<(String, String)> = serde_json::from_str(&raw.head).map_err(unreadable)?;
    let headers: Vec<(&str, &str)> = head.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let request = Request { headers: &headers, body: &raw.body, path_secret: None };
    let payload = payload(kind, &request).map_err(|fault| AppError::internal("reading what came in", fault))?;
    let arrival = Arrival { source: &received.source_name, event_type: received.event_type.as_deref(), at: received.received_at };
    Ok((Meant { events: normalise(kind, arrival, &payload), payload }, None))
}

#[derive(Debug, thiserror::Error)]
#[error("the kind of its source is unknown")]
struct UnknownKind(#[source] dream_bridge::source::UnknownKind);
