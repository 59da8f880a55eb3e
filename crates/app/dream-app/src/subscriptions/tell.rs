//! Telling subscriptions of what happens: the ledger's events, in their order, each once.

use crate::deliveries::What;
use crate::{AppError, Op};
use dream_bridge::delivery::{Delivery, Way};
use dream_bridge::subscription::Subscription;
use dream_id::{DeliveryId, Limit, Scope};
use dream_ledger::{Envelope, Stream};
use dream_store::deliveries::{DeliveryRow, told_position};
use dream_store::{Filter, Unit};
use serde_json::{Value, json};

/// How many events one look takes.
const BATCH: u32 = 200;

/// Queues the next events of the feed for those who want them. Returns whether there was anything to look at. What happened before the first look
/// of all is told to nobody.
pub async fn tell_all(op: &Op) -> Result<bool, AppError> {
    let (app, scope) = (op.app(), Scope::System(op.app().system));
    let mut reader = app.store.read().await?;
    let cursor = told_position(&mut reader, app.system).await?;
    let Some(position) = cursor else {
        let end = reader.feed_end().await?;
        drop(reader);
        return move_to(op, None, end, &[]).await.map(|_| false);
    };
    let entries = reader.feed(scope, position, Limit::new(BATCH)).await?;
    let Some(last) = entries.last().map(|entry| entry.position) else { return Ok(false) };
    let wanted: Vec<Stream<Subscription>> = reader.list(scope, &Filter::default().eq("removed", false)).await?;
    drop(reader);
    let mut rows = Vec::new();
    for entry in &entries {
        for subscription in wanted.iter().filter(|each| each.org() == entry.envelope.org && each.wants(&entry.envelope.kind)) {
            rows.push(row(op, subscription, &entry.envelope)?);
        }
    }
    move_to(op, Some(position), last, &rows).await
}

/// Stores what is told, and how far it was told. False when somebody else told it meanwhile.
async fn move_to(op: &Op, from: Option<u64>, to: u64, rows: &[DeliveryRow]) -> Result<bool, AppError> {
    let app = op.app();
    let mut tx: Unit = app.store.begin().await?;
    if !tx.is_told_to(app.system, from).await? {
        return Ok(true);
    }
    tx.add_deliveries(rows).await?;
    tx.tell_subscriptions_to(app.system, to).await?;
    tx.commit().await?;
    Ok(true)
}

/// The delivery of one event. Where nothing is sent now, it waits.
fn row(op: &Op, subscription: &Stream<Subscription>, event: &Envelope) -> Result<DeliveryRow, AppError> {
    let what = What::Event { kind: event.kind.clone(), at: event.at, data: data(event) };
    queued(op, subscription, &what, "subscription", event.at)
}

/// What is told of an event: which it is and what it is about, and not what it says.
fn data(event: &Envelope) -> Value {
    json!({ "id": event.id, "org": event.org, "stream": event.stream, "version": event.version })
}

/// A delivery to a subscription.
pub(crate) fn queued(
    op: &Op,
    subscription: &Stream<Subscription>,
    what: &What,
    rule: &str,
    received_at: dream_clock::Timestamp,
) -> Result<DeliveryRow, AppError> {
    let (now, id) = (op.app().now(), op.app().store.new_id::<DeliveryId>());
    let mut row = DeliveryRow {
        number: 0,
        id,
        org: subscription.org(),
        sender: subscription.id().to_string(),
        lane: id.to_string(),
        destination: None,
        subscription: Some(subscription.id()),
        name: subscription.name.clone(),
        rule: rule.to_owned(),
        event: None,
        about: None,
        what: what.text()?,
        delivery: Delivery::queued(Way::Outgoing, false, now),
        progress: String::new(),
        history: Vec::new(),
        received_at,
        sent_at: None,
        ended_at: None,
        words_from: Some(received_at),
    };
    row.note(now, "");
    Ok(row)
}
