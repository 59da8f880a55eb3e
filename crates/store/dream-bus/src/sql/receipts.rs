//! Receipts: derived from where the consumers stand.

use super::{
    channels, cursors, dead, messages,
    statement::{Columns, Query},
};
use crate::{BusError, DeadReason};
use dream_clock::Timestamp;
use dream_id::{MessageId, Scope};
use dream_messages::{ConsumerName, Message, MessageNumber, Receipt, Receipts, Status};
use dream_sql::Sql;

/// How far a message has come.
pub(crate) async fn of<Q: Query>(q: &mut Q, scope: Scope, id: MessageId, now: Timestamp) -> Result<Receipts, BusError> {
    let message = messages::find(q, scope, id).await?.ok_or(BusError::NoSuchMessage)?;
    let number = MessageNumber::of(id);
    let mut receipts = Vec::new();
    for row in cursors::of_channel(q, number.channel).await? {
        let Some(position) = row.cursor.position(number.place) else { continue };
        let Some(consumer) = name_of(q, row.consumer).await? else { continue };
        let at = position.at.unwrap_or(message.sent_at);
        let mut receipt =
            Receipt { message: id, consumer, status: position.status, attempt: position.attempt, at, holder: position.holder };
        match position.status {
            Status::Acknowledged => {
                if let Some((reason, attempt, at)) = dead::death_of(q, row.consumer, number).await? {
                    let status = if reason == DeadReason::Expired { Status::Expired } else { Status::Dead };
                    (receipt.status, receipt.attempt, receipt.at) = (status, attempt, at);
                }
            }
            // Nobody will get it; the consumer's next look makes it a dead letter.
            Status::Stored | Status::Failed if is_expired(&message, now) && !position.copy => {
                receipt.status = Status::Expired;
            }
            _ => {}
        }
        receipts.push(receipt);
    }
    let each: Vec<Status> = receipts.iter().map(|receipt| receipt.status).collect();
    Ok(Receipts { message: id, status: Status::altogether(&each, is_expired(&message, now)), receipts })
}

fn is_expired(message: &Message, now: Timestamp) -> bool {
    message.expires_at.is_some_and(|at| at <= now)
}

async fn name_of<Q: Query>(q: &mut Q, consumer: i64) -> Result<Option<ConsumerName>, BusError> {
    const NAME: Sql = Sql::both("SELECT name FROM bus_consumers WHERE id = $1");
    q.row(&NAME, &[consumer.into()]).await?.map(|row| row.parsed_at(0, "bus_consumers")).transpose()
}

/// The channel of a message that the scope covers.
pub(crate) async fn channel_of<Q: Query>(q: &mut Q, scope: Scope, id: MessageId) -> Result<u32, BusError> {
    let number = MessageNumber::of(id).channel;
    channels::info_by_number(q, scope, number).await?.map(|channel| channel.number).ok_or(BusError::NoSuchMessage)
}
