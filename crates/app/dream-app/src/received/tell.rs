//! What this server itself tells: the built-in source `dreamos`.

use super::meant::Told;
use crate::{AppError, Op};
use dream_bridge::event::Event;
use dream_bridge::message::GateRef;
use dream_bridge::source::OWN_FEED;
use dream_id::OrgId;
use dream_store::Unit;
use dream_store::received::{Raw, Received};
use serde_json::{Value, json};

/// Tells `event` to the rules of `org`, with the caller's unit of work. Its source is `dreamos`, whatever the event says.
pub async fn tell(op: &Op, tx: &mut Unit, org: OrgId, event: Event) -> Result<(), AppError> {
    tell_with(op, tx, org, event, json!({}), None).await
}

/// As [`tell`], with facts for rules to look into, and the gate that it is about.
pub(crate) async fn tell_with(
    op: &Op,
    tx: &mut Unit,
    org: OrgId,
    event: Event,
    payload: Value,
    gate: Option<GateRef>,
) -> Result<(), AppError> {
    let event = Event { source: OWN_FEED.to_owned(), ..event };
    let event_type = Some(event.kind.clone());
    let body = serde_json::to_vec(&Told { event, payload, gate }).map_err(|error| AppError::internal("writing an event", error))?;
    let row = Received {
        id: op.app().store.new_id(),
        org,
        source: OWN_FEED.to_owned(),
        source_name: OWN_FEED.to_owned(),
        kind: OWN_FEED.to_owned(),
        received_at: op.app().now(),
        event_type,
        again_of: None,
        size: u64::try_from(body.len()).unwrap_or(u64::MAX),
        planned_at: None,
        events: 0,
        messages: 0,
        trace: None,
    };
    Ok(tx.receive(&row, &Raw { head: "[]".to_owned(), body }).await?)
}
