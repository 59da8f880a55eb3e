//! Telling people through another destination that one cannot be told.

use super::What;
use super::enqueue::{Cause, FALLBACK, Resolved, copy_to};
use crate::{AppError, Op, received};
use dream_bridge::connection::Connection;
use dream_bridge::destination::Destination;
use dream_bridge::event::{Event, Phase, Severity};
use dream_bridge::message::Message;
use dream_bridge::plan::{Place, Planned};
use dream_clock::Timestamp;
use dream_id::OrgId;
use dream_ledger::Stream;
use dream_store::deliveries::DeliveryRow;
use dream_store::{Filter, Unit};
use std::collections::{BTreeMap, BTreeSet};

/// A destination was disabled while `row` was sent to it: its fallback is told so, and gets the message.
pub(super) async fn disabled(op: &Op, tx: &mut Unit, destination: &Destination, row: &DeliveryRow, why: &str) -> Result<(), AppError> {
    let name = &destination.name;
    alert(op, tx, row.org, "bridge.destination_disabled", &format!("The destination `{name}` was disabled"), why, name).await?;
    let Some(fallback) = destination.fallback.clone() else { return Ok(()) };
    let text = format!(
        "{why}\nWhat waits for it goes on waiting. Mend it, then `dreamos bridge destination enable {name}`; new messages for it come here until then."
    );
    send(op, tx, row.org, &fallback, &format!("The destination `{name}` was disabled"), text).await?;
    if row.rule == FALLBACK {
        return Ok(());
    }
    again(op, tx, row, fallback, why).await
}

/// A connection was disabled: the fallbacks of its destinations that are reached in another way are told so.
pub(crate) async fn connection_disabled(op: &Op, tx: &mut Unit, connection: &Stream<Connection>, why: &str) -> Result<(), AppError> {
    let org = connection.org();
    let there: Vec<Stream<Destination>> = tx.list(dream_id::Scope::Org(org), &Filter::default().eq("removed", false)).await?;
    let through = |destination: &Stream<Destination>| destination.to.connection() == Some(connection.id());
    let fallbacks: BTreeSet<&String> = there.iter().filter(|each| through(each)).filter_map(|each| each.fallback.as_ref()).collect();
    let name = &connection.name;
    alert(op, tx, org, "bridge.connection_disabled", &format!("The connection `{name}` was disabled"), why, name).await?;
    for fallback in fallbacks {
        if there.iter().any(|each| each.name == *fallback && !through(each)) {
            let title = format!("The connection `{name}` was disabled");
            let text = format!("{why}\nNothing is sent through it until its token is replaced: `dreamos bridge connection token {name}`.");
            send(op, tx, org, fallback, &title, text).await?;
        }
    }
    Ok(())
}

/// A delivery was tried for too long: its fallback gets the message.
pub(super) async fn dead(
    op: &Op,
    tx: &mut Unit,
    destination: Option<&Stream<Destination>>,
    row: &DeliveryRow,
    why: &str,
) -> Result<(), AppError> {
    let Some(fallback) = destination.and_then(|destination| destination.fallback.clone()) else { return Ok(()) };
    if row.rule == FALLBACK { Ok(()) } else { again(op, tx, row, fallback, why).await }
}

/// The message of `row`, to `fallback`.
async fn again(op: &Op, tx: &mut Unit, row: &DeliveryRow, fallback: String, why: &str) -> Result<(), AppError> {
    let What::Message { message, place } = What::of(row)? else { return Ok(()) };
    let planned = Planned {
        rule: row.rule.clone(),
        destination: row.name.clone(),
        message: *message,
        place,
        at: row.received_at,
        repeat_unknown: row.delivery.repeat_unknown,
    };
    let cause = Cause { event: row.event, received_at: op.app().now() };
    // What it says is as old there as it is here.
    put(op, tx, row.org, &copy_to(&planned, fallback, why), cause, row.words_from).await
}

/// Tells the rules that something of the bridge itself no longer works, by the server's own source.
pub(crate) async fn alert(op: &Op, tx: &mut Unit, org: OrgId, kind: &str, title: &str, why: &str, name: &str) -> Result<(), AppError> {
    let event = Event {
        source: String::new(),
        kind: kind.to_owned(),
        severity: Severity::Error,
        phase: Phase::Momentary,
        title: title.to_owned(),
        summary: why.to_owned(),
        labels: BTreeMap::from([("name".to_owned(), name.to_owned())]),
        link: None,
        at: op.app().now(),
        key: format!("{kind}:{name}"),
    };
    received::tell(op, tx, org, event).await
}

/// Says something through a destination, in our own words.
pub(crate) async fn notice(op: &Op, tx: &mut Unit, org: OrgId, destination: &str, title: &str, text: String) -> Result<(), AppError> {
    send(op, tx, org, destination, title, text).await
}

async fn send(op: &Op, tx: &mut Unit, org: OrgId, destination: &str, title: &str, text: String) -> Result<(), AppError> {
    let now = op.app().now();
    let message = Message { title: title.to_owned(), text, colour: Some(Severity::Error.colour()), at: Some(now), ..Message::default() };
    let planned = Planned {
        rule: FALLBACK.to_owned(),
        destination: destination.to_owned(),
        message,
        place: Place::default(),
        at: now,
        repeat_unknown: false,
    };
    put(op, tx, org, &planned, Cause { event: None, received_at: now }, Some(now)).await
}

async fn put(op: &Op, tx: &mut Unit, org: OrgId, planned: &Planned, cause: Cause, words_from: Option<Timestamp>) -> Result<(), AppError> {
    let known = Resolved::of(tx, org, BTreeSet::from([planned.destination.as_str()])).await?;
    let row = DeliveryRow { words_from, ..known.row(op, org, planned, cause)? };
    Ok(tx.add_deliveries(&[row]).await?)
}
