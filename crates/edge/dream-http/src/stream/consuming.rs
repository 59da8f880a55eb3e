//! Consuming on a stream: messages are handed over as far as there is credit, and answered for in any order.

use super::outbox::{Outbox, told};
use crate::consumers::answer;
use crate::render;
use dream_api::{ItemError, MAX_STREAM_CREDIT, RefusedAnswer, Settle, StreamConsumer, StreamEvent};
use dream_app::consumers::{self, Answer};
use dream_app::{AppError, Op};
use dream_id::MessageId;
use dream_messages::Verdict;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, mpsc, watch};

/// The most messages that are handed over together.
const TOGETHER: usize = 1_000;
/// How long one look for messages waits.
const LOOK: Duration = Duration::from_secs(30);
/// How many answers wait behind those that are being written.
const WAITING: usize = 4_096;

/// One consumer of a stream.
pub(super) struct Consuming {
    pub(super) credit: Arc<Semaphore>,
    pub(super) answers: mpsc::Sender<Settle>,
    pub(super) handing: tokio::task::AbortHandle,
}

/// What was handed over and not answered for, with the attempt that each is.
#[derive(Debug, Clone, Default)]
pub(super) struct InHand(Arc<Mutex<HashMap<MessageId, u32>>>);

impl InHand {
    fn handed(&self) -> MutexGuard<'_, HashMap<MessageId, u32>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Credit that was given, as far as it may be.
pub(super) fn add_credit(credit: &Semaphore, more: u32) -> Result<(), ItemError> {
    let sum = credit.available_permits().saturating_add(usize::try_from(more).unwrap_or(usize::MAX));
    if more == 0 || sum > usize::try_from(MAX_STREAM_CREDIT).unwrap_or(usize::MAX) {
        let detail = format!("credit is 1 to {MAX_STREAM_CREDIT} messages altogether, and this would be {sum}");
        return Err(ItemError { code: "credit_out_of_range".to_owned(), detail });
    }
    credit.add_permits(usize::try_from(more).unwrap_or(0));
    Ok(())
}

/// Hands messages over until it is aborted, or refused.
pub(super) async fn hand_over(consumer: StreamConsumer, credit: Arc<Semaphore>, in_hand: InHand, op: watch::Receiver<Op>, outbox: Outbox) {
    loop {
        let Ok(one) = credit.acquire().await else { return };
        let most = credit.available_permits().saturating_add(1).min(TOGETHER);
        let op = op.borrow().clone();
        let fetched = consumers::fetch(&op, &consumer.name, consumer.project, u32::try_from(most).unwrap_or(u32::MAX), LOOK).await;
        let fetched = match fetched {
            Ok(fetched) => fetched,
            Err(error) => {
                outbox.say(&StreamEvent::Ceased { consumer, error: Some(told(error)) }).await;
                return;
            }
        };
        if fetched.is_empty() {
            continue;
        }
        one.forget();
        credit.forget_permits(fetched.len().saturating_sub(1));
        in_hand.handed().extend(fetched.iter().map(|fetched| (fetched.message.message.id, fetched.attempt)));
        let items = fetched.into_iter().map(render::delivery).collect();
        if !outbox.say(&StreamEvent::Delivered { consumer: consumer.clone(), items }).await {
            return;
        }
    }
}

/// Takes answers until the reader ends; then what is still in hand is given back, to be handed to somebody else.
pub(super) async fn settle(
    consumer: StreamConsumer,
    mut coming: mpsc::Receiver<Settle>,
    in_hand: InHand,
    op: watch::Receiver<Op>,
    outbox: Outbox,
) {
    let mut batch = Vec::with_capacity(TOGETHER);
    while coming.recv_many(&mut batch, TOGETHER).await > 0 {
        let op = op.borrow().clone();
        let event = settle_together(&op, &consumer, std::mem::take(&mut batch), &in_hand).await;
        // Answers count whether or not anybody hears that they were taken.
        outbox.say(&event).await;
    }
    let op = op.borrow().clone();
    if let Err(error) = give_back(&op, &consumer, &in_hand).await {
        tracing::debug!(error.code = error.code, "deliveries of a stream wait for their deadline");
    }
}

async fn settle_together(op: &Op, consumer: &StreamConsumer, settles: Vec<Settle>, in_hand: &InHand) -> StreamEvent {
    let (mut receipts, mut answers, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for settle in settles {
        let receipt = settle.receipt.clone();
        match answer(settle) {
            Ok(answer) => {
                receipts.push(receipt);
                answers.push(answer);
            }
            Err(failure) => refused.push(RefusedAnswer { receipt, error: failure.told() }),
        }
    }
    let over: HashSet<_> = answers.iter().filter(|answer| answer.verdict != Verdict::InProgress).map(|answer| answer.message).collect();
    let taken = if answers.is_empty() { Ok(Vec::new()) } else { consumers::settle(op, &consumer.name, consumer.project, answers).await };
    match taken {
        Ok(taken) => {
            let mut handed = in_hand.handed();
            handed.retain(|message, _| !over.contains(message));
            for (receipt, answer) in receipts.into_iter().zip(&taken) {
                if let Err(error) = answer {
                    refused.push(RefusedAnswer { receipt, error: ItemError { code: error.code().to_owned(), detail: error.to_string() } });
                }
            }
            let accepted = u64::try_from(taken.iter().filter(|answer| answer.is_ok()).count()).unwrap_or(u64::MAX);
            StreamEvent::Settled { consumer: consumer.clone(), accepted, refused }
        }
        Err(error) => {
            let error = told(error);
            refused.extend(receipts.into_iter().map(|receipt| RefusedAnswer { receipt, error: error.clone() }));
            StreamEvent::Settled { consumer: consumer.clone(), accepted: 0, refused }
        }
    }
}

/// A client that went away has failed what it had in hand: it is handed over again at once.
async fn give_back(op: &Op, consumer: &StreamConsumer, in_hand: &InHand) -> Result<(), AppError> {
    let handed: Vec<_> = in_hand.handed().drain().collect();
    for some in handed.chunks(TOGETHER) {
        let reason = Some("the stream that it was handed over on ended".to_owned());
        let answers = some
            .iter()
            .map(|(message, attempt)| Answer {
                message: *message,
                attempt: *attempt,
                verdict: Verdict::Fail { delay: Some(Duration::ZERO) },
                reason: reason.clone(),
            })
            .collect();
        consumers::settle(op, &consumer.name, consumer.project, answers).await?;
    }
    Ok(())
}

/// A way for answers to come to [`settle`].
pub(super) fn answers() -> (mpsc::Sender<Settle>, mpsc::Receiver<Settle>) {
    mpsc::channel(WAITING)
}
