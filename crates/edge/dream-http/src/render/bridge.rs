//! Deliveries of the bridge, and how it does.

use dream_api::{BridgeDelivery, BridgeDeliveryNote, BridgePlace, BridgeSource, BridgeStatus, RaisedAlert, RefusedRequest};
use dream_app::bridge::{Bridge, Place};
use dream_app::deliveries::DeliveryRow;
use dream_bridge::delivery::State;
use std::time::Duration;

/// A delivery.
pub(crate) fn bridge_delivery(row: &DeliveryRow) -> BridgeDelivery {
    let state = &row.delivery.state;
    let note =
        |note: &dream_app::deliveries::DeliveryNote| BridgeDeliveryNote { at: note.at, status: note.status.clone(), why: note.why.clone() };
    BridgeDelivery {
        id: row.id,
        to: row.name.clone(),
        rule: row.rule.clone(),
        event: row.event,
        status: state.name().to_owned(),
        received_at: row.received_at,
        sent_at: row.sent_at,
        ended_at: row.ended_at,
        next_try_at: match state {
            State::Queued { not_before } => Some(*not_before),
            _ => None,
        },
        tries: row.delivery.tries,
        message: match state {
            State::Sent { message, .. } | State::Edited { message, .. } if !message.is_empty() => Some(message.clone()),
            _ => None,
        },
        // What was stored is JSON that this server wrote; were it not, there would be nothing to show.
        what: serde_json::from_str(&row.what).unwrap_or_default(),
        history: row.history.iter().map(note).collect(),
    }
}

/// How the bridge does.
pub(crate) fn bridge_status(bridge: &Bridge) -> BridgeStatus {
    let source = |(name, counts): (&String, &dream_app::bridge::ReceivedCounts)| BridgeSource {
        name: name.clone(),
        received: counts.received,
        backlog: counts.waiting,
        per_minute_5: per_minute(counts.last_5, 5.0),
        per_minute_60: per_minute(counts.last_60, 60.0),
        last_at: counts.newest,
        p50_ms: bridge.latencies.get(name).map(|(half, _)| millis(*half)),
        p99_ms: bridge.latencies.get(name).map(|(_, most)| millis(*most)),
        refused: bridge.refused.get(name).map_or(0, |refused| refused.count),
        last_refusal: bridge.refused.get(name).map(refusal),
    };
    let alert =
        |raised: &dream_app::alerts::Raised| RaisedAlert { name: raised.name.clone(), since: raised.since, why: raised.why.clone() };
    BridgeStatus {
        destinations: bridge.places.iter().map(place).collect(),
        sources: bridge.sources.iter().map(source).collect(),
        alerts: bridge.alerts.iter().map(alert).collect(),
    }
}

fn refusal(refused: &dream_app::sources::Refused) -> RefusedRequest {
    RefusedRequest { at: refused.at, code: refused.code.clone(), why: refused.why.clone() }
}

fn per_minute(count: u64, minutes: f64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / minutes
}

fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1_000.0
}

fn place(place: &Place) -> BridgePlace {
    BridgePlace {
        name: place.name.clone(),
        kind: place.kind.to_owned(),
        disabled_reason: place.disabled.clone(),
        deliveries: place.counts.by_status.clone(),
        backlog: place.backlog(),
        per_minute: place.per_minute(),
        last_at: place.counts.newest,
        p50_ms: place.latency.map(|(half, _)| millis(half)),
        p99_ms: place.latency.map(|(_, most)| millis(most)),
    }
}
