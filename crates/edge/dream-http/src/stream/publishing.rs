//! Publishing on a stream: whatever has come while the disk was busy is sent together next, in the order in which it came.

use super::outbox::{Outbox, told};
use crate::messages::outgoing;
use dream_api::{MAX_BATCH, PublishedMessage, RefusedMessage, SendMessage, StreamEvent};
use dream_app::messages::{Batch, Sent};
use dream_app::{AppError, Op};
use futures::future::{self, BoxFuture};
use futures::stream::FuturesOrdered;
use futures::{FutureExt as _, StreamExt as _};
use std::task::Poll;
use tokio::sync::{mpsc, watch};

/// How many messages may wait behind those that are being written.
pub(super) const IN_FLIGHT: usize = 16_384;

/// A message with the number that its client gave it.
pub(super) struct Numbered {
    pub(super) number: u64,
    pub(super) message: SendMessage,
}

/// How many batches may be on their way to the disk: while one is synced, the next is written.
const BATCHES: usize = 3;

/// Publishes until the reader ends; whatever came by then is sent.
pub(super) async fn publish(mut coming: mpsc::Receiver<Numbered>, op: watch::Receiver<Op>, outbox: Outbox) {
    let mut sending = FuturesOrdered::new();
    let mut batch = Vec::with_capacity(MAX_BATCH);
    loop {
        tokio::select! {
            biased;
            Some(event) = sending.next() => {
                if !outbox.say(&event).await {
                    return;
                }
            }
            count = coming.recv_many(&mut batch, MAX_BATCH), if sending.len() < BATCHES => {
                if count == 0 {
                    break;
                }
                let op = op.borrow().clone();
                sending.push_back(begin(op, batch.drain(..)).await);
            }
        }
    }
    while let Some(event) = sending.next().await {
        if !outbox.say(&event).await {
            return;
        }
    }
}

/// Gives a batch to the bus; what is left is to wait for its answers.
async fn begin(op: Op, batch: impl Iterator<Item = Numbered>) -> BoxFuture<'static, StreamEvent> {
    let (numbers, messages): (Vec<u64>, Vec<_>) = batch.map(|next| (next.number, outgoing(next.message))).unzip();
    let prepared = Batch::prepare(&op, messages).await;
    let mut sending = async move {
        let sent = match prepared {
            Ok(batch) => batch.send(&op).await,
            Err(error) => Err(error),
        };
        sent.map_or_else(|error| all_refused(&numbers, &error), |sent| answers(&numbers, sent))
    }
    .boxed();
    // The first poll begins: batches are stored in the order in which they came.
    match futures::poll!(&mut sending) {
        Poll::Ready(event) => future::ready(event).boxed(),
        Poll::Pending => sending,
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
