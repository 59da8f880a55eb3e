//! Handing dead letters over again, and giving them up.

use crate::bus_orders::{Order, Work};
use crate::consumers::{existing, record};
use crate::messages::{consumer_name, space};
use crate::{AppError, Command, Op};
use dream_access::Action;
use dream_bus::{ConsumerInfo, DeadSelection};
use dream_id::{MessageId, ProjectId};
use dream_messages::ConsumerEvent;
use dream_store::Unit;
use serde::Serialize;

/// The most dead letters that one call names.
const MOST: usize = 100;

/// Hands dead letters over again, as if for the first time: those named, or all. Returns how many.
pub async fn replay(op: &Op, consumer: &str, project: Option<ProjectId>, messages: Option<Vec<MessageId>>) -> Result<u64, AppError> {
    let (info, order) = decided(op, consumer, project, messages.clone(), What::Replayed).await?;
    let count = replay_decided(op, &info, messages).await?;
    order.done(op).await?;
    Ok(count)
}

async fn replay_decided(op: &Op, info: &ConsumerInfo, messages: Option<Vec<MessageId>>) -> Result<u64, AppError> {
    let bus = &op.app().bus;
    let Some(messages) = messages else {
        // Those that were there when it was decided: one that dies again meanwhile waits for another decision.
        let mut count = 0;
        while count < info.dead {
            match bus.replay(info.space, &info.name, DeadSelection::All).await? {
                0 => break,
                done => count += done,
            }
        }
        return Ok(count);
    };
    Ok(bus.replay(info.space, &info.name, DeadSelection::These(messages)).await?)
}

/// Gives dead letters up for good: those named, or all. Returns how many.
pub async fn drop_dead_letters(
    op: &Op,
    consumer: &str,
    project: Option<ProjectId>,
    messages: Option<Vec<MessageId>>,
) -> Result<u64, AppError> {
    let (info, order) = decided(op, consumer, project, messages.clone(), What::Dropped).await?;
    let count = drop_decided(op, &info, messages).await?;
    order.done(op).await?;
    Ok(count)
}

async fn drop_decided(op: &Op, info: &ConsumerInfo, messages: Option<Vec<MessageId>>) -> Result<u64, AppError> {
    let bus = &op.app().bus;
    let Some(messages) = messages else {
        let mut count = 0;
        while count < info.dead {
            match bus.drop_dead_letters(info.space, &info.name, DeadSelection::All).await? {
                0 => break,
                done => count += done,
            }
        }
        return Ok(count);
    };
    Ok(bus.drop_dead_letters(info.space, &info.name, DeadSelection::These(messages)).await?)
}

/// Keeps the decision in the ledger before it takes effect.
async fn decided(
    op: &Op,
    consumer: &str,
    project: Option<ProjectId>,
    messages: Option<Vec<MessageId>>,
    what: What,
) -> Result<(ConsumerInfo, Order), AppError> {
    let name = consumer_name(consumer)?;
    if let Some(named) = &messages
        && !(1..=MOST).contains(&named.len())
    {
        let message = format!("name 1 to {MOST} dead letters at a time, or none for all; this names {}", named.len());
        return Err(AppError::invalid("batch_size", message));
    }
    let space = space(op, Action::DeadLetterManage, project).await?;
    let info = existing(op, space, &name).await?;
    let (consumer, named) = (name.clone(), messages.clone());
    let work = match what {
        What::Replayed => Work::ReplayDeadLetters { consumer, messages: named },
        What::Dropped => Work::DropDeadLetters { consumer, messages: named },
    };
    let order = Order::new(op, space, work);
    order.settle_earlier(op).await?;
    op.run(&Decide { consumer: name.to_string(), info: info.clone(), messages, what, order: order.clone() }).await?;
    Ok((info, order))
}

/// What is done with dead letters.
#[derive(Debug, Clone, Copy, Serialize)]
enum What {
    Replayed,
    Dropped,
}

#[derive(Serialize)]
struct Decide {
    consumer: String,
    #[serde(skip)]
    info: ConsumerInfo,
    messages: Option<Vec<MessageId>>,
    what: What,
    #[serde(skip)]
    order: Order,
}

impl Command for Decide {
    const NAME: &'static str = "dead_letter.decide";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        op.allow(Action::DeadLetterManage, self.info.space.project)?;
        let mut record = record(op, tx, &self.info).await?;
        let messages = self.messages.clone();
        let event = match self.what {
            What::Replayed => ConsumerEvent::DeadLettersReplayed { messages },
            What::Dropped => ConsumerEvent::DeadLettersDropped { messages },
        };
        record.record(&op.by(), event);
        tx.save(&mut record).await?;
        self.order.keep(op, tx).await
    }
}
