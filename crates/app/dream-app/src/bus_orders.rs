//! What is decided in the ledger and done on the bus. The decision's transaction keeps an order; whoever decided carries it out at once, and
//! a worker does when they could not, because their process died or the bus failed. Carrying one out again does no harm.

use crate::{AppError, Op};
use dream_bus::{Bus, BusError, DeadSelection, NewConsumer};
use dream_clock::Timestamp;
use dream_id::{EventId, Limit, MessageId, Scope};
use dream_messages::{Channel, ChannelSettings, ConsumerName, ConsumerSettings, Pattern, Space};
use dream_store::{BusOrder, Unit};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long whoever decided has to carry it out themselves.
const THEIR_TIME: Duration = Duration::from_secs(2);
/// How many orders one step of the worker takes.
const STEP: u32 = 100;
/// How many dead letters are taken at a time.
const LETTERS: u32 = 1_000;

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub(crate) enum Work {
    PutChannel { channel: Channel, settings: Option<ChannelSettings> },
    CreateConsumer { consumer: ConsumerName, pattern: Pattern, settings: ConsumerSettings },
    RemoveConsumer { consumer: ConsumerName },
    EraseMessage { message: MessageId },
    ReplayDeadLetters { consumer: ConsumerName, messages: Option<Vec<MessageId>> },
    DropDeadLetters { consumer: ConsumerName, messages: Option<Vec<MessageId>> },
}

/// An order on its way: what is to be done where, and the row that keeps it.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    id: EventId,
    space: Space,
    work: Work,
}

/// How it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    space: Space,
    work: Work,
}

impl Order {
    pub(crate) fn new(op: &Op, space: Space, work: Work) -> Self {
        Self { id: op.app().store.new_id(), space, work }
    }

    /// Keeps it with the decision, in the decision's transaction.
    pub(crate) async fn keep(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let kept = Kept { space: self.space, work: self.work.clone() };
        let work = serde_json::to_string(&kept).map_err(|error| AppError::internal("keeping an order to the bus", error))?;
        let order = BusOrder { id: self.id, org: self.space.org, subject: subject(self.space, &self.work), work, at: op.by().at };
        Ok(tx.keep_bus_order(&order).await?)
    }

    /// Forgets it: it was carried out.
    pub(crate) async fn done(&self, op: &Op) -> Result<(), AppError> {
        forget(op, self.id).await
    }

    /// Carries out first what earlier decisions about the same thing left, so that they come in the order in which they were made.
    pub(crate) async fn settle_earlier(&self, op: &Op) -> Result<(), AppError> {
        let subject = subject(self.space, &self.work);
        let earlier = op.read().await?.bus_orders_about(op.app().system, self.space.org, &subject).await?;
        for order in earlier {
            carry_out(op, &order).await?;
        }
        Ok(())
    }
}

/// What an order is about.
fn subject(space: Space, work: &Work) -> String {
    let project = space.project.map(|project| project.to_string()).unwrap_or_default();
    match work {
        Work::PutChannel { channel, .. } => format!("channel {project} {channel}"),
        Work::CreateConsumer { consumer, .. }
        | Work::RemoveConsumer { consumer }
        | Work::ReplayDeadLetters { consumer, .. }
        | Work::DropDeadLetters { consumer, .. } => format!("consumer {project} {consumer}"),
        Work::EraseMessage { message } => format!("message {message}"),
    }
}

/// One step of carrying out what nobody did. True when there was something.
pub async fn carry_out_left(op: &Op) -> Result<bool, AppError> {
    let micros = i64::try_from(THEIR_TIME.as_micros()).unwrap_or(i64::MAX);
    let before = Timestamp::from_micros(op.app().now().micros().saturating_sub(micros));
    let left = op.read().await?.bus_orders_before(op.app().system, before, STEP).await?;
    for order in &left {
        carry_out(op, order).await?;
        tracing::info!(org.id = %order.org, order.subject = order.subject, "carried out on the bus what was decided and not done");
    }
    Ok(!left.is_empty())
}

async fn carry_out(op: &Op, order: &BusOrder) -> Result<(), AppError> {
    let kept: Kept = serde_json::from_str(&order.work).map_err(|error| AppError::damaged("bus_orders", order.id).because(error))?;
    match perform(op.app().bus.as_ref(), &kept, order.at).await {
        // What it was about is there no longer, or differs from what the ledger says by a later decision.
        Ok(())
        | Err(BusError::NoSuchChannel(_) | BusError::NoSuchConsumer(_) | BusError::NoSuchMessage | BusError::ConsumerExists { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    forget(op, order.id).await
}

async fn perform(bus: &dyn Bus, Kept { space, work }: &Kept, at: Timestamp) -> Result<(), BusError> {
    let space = *space;
    match work.clone() {
        Work::PutChannel { channel, settings } => bus.create_channel(space, &channel, settings).await.map(drop),
        Work::CreateConsumer { consumer, pattern, settings } => {
            bus.create_consumer(space, NewConsumer { name: consumer, pattern, settings }).await.map(drop)
        }
        Work::RemoveConsumer { consumer } => bus.remove_consumer(space, &consumer).await.map(drop),
        Work::EraseMessage { message } => bus.erase(Scope::Org(space.org), message).await.map(drop),
        Work::ReplayDeadLetters { consumer, messages } => loop {
            let these = dead_before(bus, space, &consumer, messages.as_deref(), at).await?;
            if these.is_empty() || bus.replay(space, &consumer, DeadSelection::These(these)).await? == 0 {
                return Ok(());
            }
        },
        Work::DropDeadLetters { consumer, messages } => loop {
            let these = dead_before(bus, space, &consumer, messages.as_deref(), at).await?;
            if these.is_empty() || bus.drop_dead_letters(space, &consumer, DeadSelection::These(these)).await? == 0 {
                return Ok(());
            }
        },
    }
}

/// Dead letters that were meant and were dead when it was decided: one that died again later waits for another decision.
async fn dead_before(
    bus: &dyn Bus,
    space: Space,
    consumer: &ConsumerName,
    named: Option<&[MessageId]>,
    at: Timestamp,
) -> Result<Vec<MessageId>, BusError> {
    let Some(named) = named else {
        let oldest = bus.dead_letters(space, Some(consumer), None, Limit::new(LETTERS)).await?.items;
        return Ok(oldest.into_iter().filter(|letter| letter.at <= at).map(|letter| letter.message.id).collect());
    };
    let mut found = Vec::with_capacity(named.len());
    for id in named {
        match bus.dead_letter(space, consumer, *id).await {
            Ok(letter) if letter.at <= at => found.push(*id),
            Ok(_) | Err(BusError::NoSuchDeadLetter) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

async fn forget(op: &Op, id: EventId) -> Result<(), AppError> {
    let mut tx = op.app().store.begin().await?;
    tx.drop_bus_order(op.app().system, id).await?;
    Ok(tx.commit().await?)
}
