//! Sending again, and taking back.

use super::enqueue::{lane_of, sender_of};
use super::read::missing;
use super::{What, find};
use crate::{AppError, Command, Kind, Op};
use dream_access::Action;
use dream_bridge::delivery::{Delivery, State};
use dream_bridge::destination::Destination;
use dream_id::{Cursor, DeliveryId, DestinationId, Limit, OrgId, Page};
use dream_ledger::Stream;
use dream_store::Unit;
use dream_store::deliveries::{DeliveryFilter, DeliveryRow};
use serde::Serialize;
use std::collections::BTreeSet;

/// The most deliveries that one call sends again, or takes back.
const MOST: u32 = 1_000;
/// The word for the state of one that waits.
const WAITS: &str = "queued";
/// What stands in the record of one that was taken back.
const TAKEN_BACK: &str = "somebody took it back";

/// What a call about many deliveries has done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Many {
    /// Those that were made by sending again, the oldest first; those that were taken back, the newest first.
    pub deliveries: Vec<DeliveryId>,
    /// Where to go on, if there are more.
    pub next: Option<Cursor>,
}

/// Sends a delivery again, whatever became of it: a new one, which may double what arrived. Its id.
///
/// # Errors
/// `delivery_open` while it is on its way, `delivery_erased`, `not_found`.
pub async fn replay(op: &Op, id: DeliveryId) -> Result<DeliveryRow, AppError> {
    let made = op.run(&Replay { ids: vec![id] }).await?;
    find(op, made.first().copied().unwrap_or(id)).await
}

/// Sends all deliveries again that `filter` names and that have ended, up to a thousand at a call; those whose words are gone are left out.
pub async fn replay_all(op: &Op, filter: &DeliveryFilter, cursor: Option<Cursor>) -> Result<Many, AppError> {
    let page = chosen(op, filter, cursor).await?;
    let mut ids: Vec<DeliveryId> = Vec::new();
    for row in page.items.iter().filter(|row| !row.delivery.is_open()) {
        if !matches!(What::of(row)?, What::Erased { .. }) {
            ids.push(row.id);
        }
    }
    // They go again in the order in which they went.
    ids.reverse();
    let deliveries = if ids.is_empty() { Vec::new() } else { op.run(&Replay { ids }).await? };
    Ok(Many { deliveries, next: page.next })
}

/// The next of the deliveries that one call is about.
async fn chosen(op: &Op, filter: &DeliveryFilter, cursor: Option<Cursor>) -> Result<Page<DeliveryRow>, AppError> {
    op.allow(Action::BridgeManage, None)?;
    op.org()?;
    Ok(op.read().await?.deliveries(op.scope(), filter, cursor, Limit::new(MOST)).await?)
}

#[derive(Serialize)]
struct Replay {
    ids: Vec<DeliveryId>,
}

impl Command for Replay {
    const NAME: &'static str = "delivery.replay";
    type Answer = Vec<DeliveryId>;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<Vec<DeliveryId>, AppError> {
        op.allow(Action::BridgeManage, None)?;
        let now = op.app().now();
        let mut rows = Vec::with_capacity(self.ids.len());
        for id in &self.ids {
            let mut row = tx.lock_delivery(op.scope(), *id).await?.ok_or_else(|| missing(*id))?;
            if row.delivery.is_open() {
                let message = format!("the delivery {id} is on its way still; cancel it, or wait for its end");
                return Err(AppError::new(Kind::Conflict, "delivery_open", message));
            }
            if matches!(What::of(&row)?, What::Erased { .. }) {
                let message =
                    format!("what the delivery {id} said was erased, or is kept no longer, so that nothing of it can be sent again");
                return Err(AppError::new(Kind::Over, "delivery_erased", message));
            }
            let old = row.id;
            row.id = op.app().store.new_id();
            row.delivery = Delivery::replayed(&row.delivery, now);
            (row.lane, row.sender) = again_in(op, tx, &row).await?;
            (row.number, row.received_at, row.sent_at, row.ended_at) = (0, now, None, None);
            (row.progress, row.history) = (String::new(), Vec::new());
            row.note(now, format!("sent again: it was {old}"));
            rows.push(row);
        }
        tx.add_deliveries(&rows).await?;
        Ok(rows.iter().map(|row| row.id).collect())
    }
}

/// The lane of a delivery that is sent again, and by whom it is sent: its destination may have another address by now.
async fn again_in(op: &Op, tx: &mut Unit, row: &DeliveryRow) -> Result<(String, String), AppError> {
    let (Some(id), What::Message { place, .. }) = (row.destination, What::of(row)?) else {
        return if row.subscription.is_some() { Ok((row.id.to_string(), row.sender.clone())) } else { Err(nowhere(row)) };
    };
    let found: Option<Stream<Destination>> = tx.find(op.scope(), id).await?;
    let destination = found.filter(|destination| !destination.switch.removed).ok_or_else(|| nowhere(row))?;
    Ok((lane_of(&destination, &place, row.id), sender_of(&destination)))
}

fn nowhere(row: &DeliveryRow) -> AppError {
    let message = format!("`{}` is no destination any more; make it, and have the event delivered again", row.name);
    AppError::new(Kind::Conflict, "destination_gone", message)
}

/// Takes a delivery back that waits.
///
/// # Errors
/// `delivery_not_waiting` when it is on its way or has ended, `not_found`.
pub async fn cancel(op: &Op, id: DeliveryId) -> Result<DeliveryRow, AppError> {
    op.run(&Cancel { id }).await?;
    find(op, id).await
}

/// Takes all deliveries back that `filter` names and that wait, up to a thousand at a call; what leaves meanwhile is left alone.
pub async fn cancel_all(op: &Op, filter: &DeliveryFilter, cursor: Option<Cursor>) -> Result<Many, AppError> {
    let waiting = DeliveryFilter { status: Some(WAITS.to_owned()), ..filter.clone() };
    let page = chosen(op, &waiting, cursor).await?;
    let ids: Vec<DeliveryId> = page.items.iter().map(|row| row.id).collect();
    let deliveries = if ids.is_empty() { Vec::new() } else { op.run(&CancelAll { ids }).await? };
    Ok(Many { deliveries, next: page.next })
}

#[derive(Serialize)]
struct CancelAll {
    ids: Vec<DeliveryId>,
}

impl Command for CancelAll {
    const NAME: &'static str = "delivery.cancel_all";
    type Answer = Vec<DeliveryId>;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<Vec<DeliveryId>, AppError> {
        op.allow(Action::BridgeManage, None)?;
        let (mut cancelled, mut behind) = (Vec::with_capacity(self.ids.len()), BTreeSet::new());
        for id in &self.ids {
            let Some(mut row) = tx.lock_delivery(op.scope(), *id).await? else { continue };
            if take_back(op, tx, &mut row).await? {
                cancelled.push(row.id);
                behind.insert((row.org, row.destination, row.sender));
            }
        }
        for behind in behind {
            wake(op, tx, behind).await?;
        }
        Ok(cancelled)
    }
}

/// Takes a delivery back if it waits; whether it did.
async fn take_back(op: &Op, tx: &mut Unit, row: &mut DeliveryRow) -> Result<bool, AppError> {
    if row.delivery.state.name() != WAITS {
        return Ok(false);
    }
    let now = op.app().now();
    row.delivery = row.delivery.clone().cancelled(now);
    row.note(now, TAKEN_BACK);
    tx.save_delivery(row).await?;
    Ok(true)
}

/// What is behind a delivery that was taken back, in its lane, need not wait for its time.
async fn wake(op: &Op, tx: &mut Unit, (org, destination, sender): (OrgId, Option<DestinationId>, String)) -> Result<(), AppError> {
    let now = op.app().now();
    match destination {
        Some(destination) => tx.wake_destination(org, destination, now).await?,
        None => tx.wake_sender(org, &sender, now).await?,
    }
    Ok(())
}

#[derive(Serialize)]
struct Cancel {
    id: DeliveryId,
}

impl Command for Cancel {
    const NAME: &'static str = "delivery.cancel";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        op.allow(Action::BridgeManage, None)?;
        let mut row = tx.lock_delivery(op.scope(), self.id).await?.ok_or_else(|| missing(self.id))?;
        if take_back(op, tx, &mut row).await? {
            return wake(op, tx, (row.org, row.destination, row.sender)).await;
        }
        match row.delivery.state {
            State::Cancelled { .. } => Ok(()),
            other => {
                let message = format!("the delivery is {}: only one that waits can be taken back", other.name());
                Err(AppError::new(Kind::Conflict, "delivery_not_waiting", message))
            }
        }
    }
}
