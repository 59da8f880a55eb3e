//! Publishing with many messages in flight, each with its own answer.

use super::{StreamReceiver, StreamSender};
use crate::ClientError;
use dream_api::{ItemError, MAX_BATCH, PublishedMessage, SendMessage, StreamEvent, StreamRequest};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{mpsc, oneshot};

/// What became of a message.
type Answer = Result<PublishedMessage, ItemError>;

/// Publishes on one stream. Cheap to clone; messages that are handed over while others are on their way travel together.
#[derive(Debug, Clone)]
pub struct Publisher(mpsc::Sender<(SendMessage, oneshot::Sender<Answer>)>);

/// Who waits for which number.
type Waiting = Arc<Mutex<HashMap<u64, oneshot::Sender<Answer>>>>;

impl Publisher {
    /// Publishes on the stream of these halves until all clones are gone; up to `in_flight` messages wait to be sent.
    #[must_use]
    pub fn new(sender: StreamSender, receiver: StreamReceiver, in_flight: usize) -> Self {
        let (publish, coming) = mpsc::channel(in_flight.max(1));
        let waiting = Waiting::default();
        tokio::spawn(hear(receiver, Arc::clone(&waiting)));
        tokio::spawn(speak(sender, coming, waiting));
        Self(publish)
    }

    /// Publishes a message; ready when it is on disk.
    ///
    /// # Errors
    /// [`ItemError`] for what was refused; code `stream_ended` when the connection went away first: then it is unknown whether it was stored.
    pub async fn publish(&self, message: SendMessage) -> Answer {
        let ended = || ItemError {
            code: "stream_ended".to_owned(),
            detail: "the stream ended before the answer came; send it again under its key".to_owned(),
        };
        let (answer, answered) = oneshot::channel();
        self.0.send((message, answer)).await.map_err(|_| ended())?;
        answered.await.map_err(|_| ended())?
    }
}

fn table(waiting: &Waiting) -> MutexGuard<'_, HashMap<u64, oneshot::Sender<Answer>>> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn speak(mut sender: StreamSender, mut coming: mpsc::Receiver<(SendMessage, oneshot::Sender<Answer>)>, waiting: Waiting) {
    let (mut next, mut batch) = (1_u64, Vec::with_capacity(MAX_BATCH));
    while coming.recv_many(&mut batch, MAX_BATCH).await > 0 {
        let first = next;
        let (messages, answers): (Vec<_>, Vec<_>) = batch.drain(..).unzip();
        {
            let mut waiting = table(&waiting);
            for answer in answers {
                waiting.insert(next, answer);
                next += 1;
            }
        }
        if sender.say(&StreamRequest::Publish { first, messages }).await.is_err() {
            break;
        }
    }
    // Whoever hears finds out when the connection is gone; then those who still wait are told.
    let _gone: Result<(), ClientError> = sender.close().await;
}

async fn hear(mut receiver: StreamReceiver, waiting: Waiting) {
    while let Ok(Some(event)) = receiver.next().await {
        let StreamEvent::Published { messages, refused } = event else { continue };
        let mut waiting = table(&waiting);
        for message in messages {
            tell(&mut waiting, message.number, Ok(message));
        }
        for refused in refused {
            tell(&mut waiting, refused.number, Err(refused.error));
        }
    }
    table(&waiting).clear();
}

fn tell(waiting: &mut HashMap<u64, oneshot::Sender<Answer>>, number: u64, answer: Answer) {
    if let Some(waits) = waiting.remove(&number) {
        // Whoever gave up waiting does not want to know.
        let _unwanted = waits.send(answer);
    }
}
