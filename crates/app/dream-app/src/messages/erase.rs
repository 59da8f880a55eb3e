//! Erasing what a message says. Its digest stays: the ledger's seals hold.

use super::{MessageView, found, view};
use crate::bodies::Text;
use crate::bus_orders::{Order, Work};
use crate::{AppError, Command, Op, channels, pairings};
use dream_access::Action;
use dream_id::MessageId;
use dream_messages::{ChannelEvent, Message, MessageNumber};
use dream_store::Unit;
use serde::Serialize;

/// Erases what the message `id` says, for `reason`.
pub async fn erase(op: &Op, id: MessageId, reason: String) -> Result<MessageView, AppError> {
    if reason.trim().is_empty() {
        return Err(AppError::invalid("reason_required", "erasing a message needs a reason; it is kept in the ledger"));
    }
    let message = found(op, Action::MessageErase, id).await?;
    let reason = Text::prepare(op, op.org()?, reason.into_bytes()).await?;
    // The decision first: a message whose body is gone without a word about it would look like tampering.
    let order = Order::new(op, message.space, Work::EraseMessage { message: id });
    op.run(&Erase { id, reason, message, order: order.clone() }).await?;
    op.app().bus.erase(op.scope(), id).await?;
    order.done(op).await?;
    let message = found(op, Action::MessageErase, id).await?;
    view(op, message).await
}

#[derive(Serialize)]
struct Erase {
    id: MessageId,
    reason: Text,
    #[serde(skip)]
    message: Message,
    #[serde(skip)]
    order: Order,
}

impl Command for Erase {
    const NAME: &'static str = "message.erase";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        op.allow(Action::MessageErase, self.message.space.project)?;
        let reason = self.reason.keep(tx, self.message.space.org).await?;
        let mut record = channels::record(op, tx, self.message.space, &self.message.channel).await?;
        record.record(&op.by(), ChannelEvent::MessageErased { message: self.id, reason });
        tx.save(&mut record).await?;
        self.order.keep(op, tx).await?;
        pairings::erased(op, tx, self.message.space.org, self.id).await?;
        tx.forget_words(op.app().system, MessageNumber::of(self.id)).await?;
        Ok(())
    }
}
