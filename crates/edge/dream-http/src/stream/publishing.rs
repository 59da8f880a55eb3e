//! Publishing on a stream: whatever has come while the disk was busy is sent together next, in the order in which it came.

use super::outbox::{Outbox, told};
use crate::messages::outgoing;
use dream_api::{MAX_BATCH, PublishedMessage, RefusedMessage, SendMessage, StreamEvent};
use dream_app::messages::{self, Sent};
use dream_app::{AppError, Op};
use tokio::sync::{mpsc, watch};

/// How many messages may wait behind those that are being written.
pub(super) const IN_FLIGHT: usize = 16_384;

/// A message with the number that its client gave it.
pub(super) struct Numbered {
    pub(super) number: u64,
    pub(super) message: SendMessage,
}

/// Publishes until the reader ends; whatever came by then is sent.
pub(super) async fn publish(mut coming: mpsc::Receiver<Numbered>, op: watch::Receiver<Op>, outbox: Outbox) {
    let mut batch = Vec::with_capacity(MAX_BATCH);
    while coming.recv_many(&mut batch, MAX_BATCH).await > 0 {
        let (numbers, messages): (Vec<u64>, Vec<_>) = batch.drain(..).map(|next| (next.number, outgoing(next.message))).unzip();
        let op = op.borrow().clone();
        let event = match messages::send_batch(&op, messages).await {
            Ok(sent) => answers(&numbers, sent),
            Err(error) => all_refused(&numbers, &error),
        };
        if !outbox.say(&event).await {
            return;
        }
    }
}

fn answers(numbers: &[u64], sent: Vec<Sent>) -> StreamEvent {
    let (mut published, mut refused) = (Vec::with_capacity(numbers.len()), Vec::new());
    for (number, sent) in numbers.iter().copied().zip(sent) {
        match sent {
            Ok(sent) => published.push(PublishedMessage { number, id: sent.id, sequence: sent.place, repeated: sent.repeated }),
            Err(error) => refused.push(RefusedMessage { number, error: told(error) }),
        }
    }
    StreamEvent::Published { messages: published, refused }
}

fn all_refused(numbers: &[u64], error: &AppError) -> StreamEvent {
    let error = dream_api::ItemError { code: error.code.to_owned(), detail: error.message.clone() };
    let refused = numbers.iter().map(|number| RefusedMessage { number: *number, error: error.clone() }).collect();
    StreamEvent::Published { messages: Vec::new(), refused }
}
