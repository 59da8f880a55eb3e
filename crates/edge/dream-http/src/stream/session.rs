//! One stream from its greeting to its end: reads frames, keeps asking whether the caller still may, and ends everything it began.

use super::consuming::{self, Consuming, InHand};
use super::outbox::{Outbox, told};
use super::publishing::{self, Numbered};
use crate::state::Api;
use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use dream_access::Action;
use dream_api::{ItemError, MAX_BATCH, MAX_STREAM_CONSUMERS, Settle, StreamConsumer, StreamEvent, StreamRequest};
use dream_app::Op;
use dream_app::auth::Presented;
use futures::stream::SplitSink;
use futures::{SinkExt as _, StreamExt as _};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior};

/// How long a token that was good counts as good; a sign of life is sent as often.
const TRUST: Duration = Duration::from_secs(15);
/// How long a client may say nothing, not even that it lives.
const SILENCE: Duration = Duration::from_mins(1);
/// How long the parts of a session have to end when the connection has.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// One stream.
pub(super) struct Session {
    api: Api,
    presented: Presented,
    op: watch::Sender<Op>,
    consumers: HashMap<StreamConsumer, Consuming>,
    parts: JoinSet<()>,
}

/// Why a stream ends.
enum End {
    /// The client is gone.
    Gone,
    /// It is told why.
    Told(u16, ItemError),
}

impl End {
    fn refused(code: &str, detail: impl Into<String>) -> Self {
        Self::Told(close_code::POLICY, ItemError { code: code.to_owned(), detail: detail.into() })
    }
}

impl Session {
    pub(super) fn new(api: Api, op: Op, presented: Presented) -> Self {
        Self { api, presented, op: watch::channel(op).0, consumers: HashMap::new(), parts: JoinSet::new() }
    }

    pub(super) async fn run(mut self, socket: WebSocket) {
        let (writer, mut reader) = socket.split();
        let (outbox, frames) = Outbox::new();
        let (closing, closed) = watch::channel(None);
        let writer = tokio::spawn(write(writer, frames, closed));
        let (publish, coming) = mpsc::channel(publishing::IN_FLIGHT);
        self.parts.spawn(publishing::publish(coming, self.op.subscribe(), outbox.clone()));
        let end = self.read(&mut reader, &publish, &outbox).await;
        // From here on the parts come to their end: what was accepted is written, what is in hand given back.
        drop(publish);
        for consuming in std::mem::take(&mut self.consumers).into_values() {
            consuming.handing.abort();
        }
        let ended = async { while self.parts.join_next().await.is_some() {} };
        if tokio::time::timeout(LAST_WORDS, ended).await.is_err() {
            self.parts.shutdown().await;
        }
        if let End::Told(code, error) = end {
            outbox.say(&StreamEvent::Ended { error: error.clone() }).await;
            closing.send_replace(Some(CloseFrame { code, reason: error.code.into() }));
        }
        drop(outbox);
        // The connection may be gone already; then there is nobody to tell.
        let _gone = tokio::time::timeout(LAST_WORDS, writer).await;
    }

    async fn read(
        &mut self,
        reader: &mut (impl futures::Stream<Item = Result<Message, axum::Error>> + Unpin),
        publish: &mpsc::Sender<Numbered>,
        outbox: &Outbox,
    ) -> End {
        let mut draining = self.api.draining.clone();
        let mut trust = tokio::time::interval_at(Instant::now() + TRUST, TRUST);
        trust.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut heard = Instant::now();
        loop {
            let frame = tokio::select! {
                frame = reader.next() => frame,
                _ = trust.tick() => {
                    if let Err(end) = self.still_may(heard).await {
                        return end;
                    }
                    continue;
                }
                () = drained(&mut draining) => {
                    let detail = "the server is stopping; connect again in a moment".to_owned();
                    return End::Told(close_code::AWAY, ItemError { code: "draining".to_owned(), detail });
                }
            };
            heard = Instant::now();
            let text = match frame {
                Some(Ok(Message::Text(text))) => text,
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                Some(Ok(Message::Binary(_))) => return End::refused("invalid_frame", "frames are JSON texts"),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return End::Gone,
            };
            let request = match serde_json::from_str(&text) {
                Ok(request) => request,
                Err(error) => return End::refused("invalid_frame", format!("a frame cannot be read: {error}")),
            };
            if let Err(end) = self.carry_out(request, publish, outbox).await {
                return end;
            }
        }
    }

    /// Asks anew who calls, and whether they still may.
    async fn still_may(&self, heard: Instant) -> Result<(), End> {
        if heard.elapsed() > SILENCE {
            return Err(End::refused("silent", format!("nothing was heard for {} s", SILENCE.as_secs())));
        }
        let renewed = match self.presented.renew(&self.api.app).await {
            Ok(op) => op.allow(Action::MessageRead, None).map(|()| op),
            Err(error) => Err(error),
        };
        let op = renewed.map_err(|error| End::Told(close_code::POLICY, told(error)))?;
        self.op.send_replace(op);
        Ok(())
    }

    async fn carry_out(&mut self, request: StreamRequest, publish: &mpsc::Sender<Numbered>, outbox: &Outbox) -> Result<(), End> {
        match request {
            StreamRequest::Publish { first, messages } => {
                batch(messages.len(), "messages")?;
                for (number, message) in (first..).zip(messages) {
                    publish.send(Numbered { number, message }).await.map_err(|_| End::Gone)?;
                }
                Ok(())
            }
            StreamRequest::Consume { consumer, credit } => self.consume(consumer, credit, outbox),
            StreamRequest::Credit { consumer, more } => {
                let known = self.known(&consumer)?;
                consuming::add_credit(&known.credit, more).map_err(|error| End::Told(close_code::POLICY, error))
            }
            StreamRequest::Settle { consumer, answers } => self.settle(&consumer, answers).await,
            StreamRequest::Cease { consumer } => {
                self.known(&consumer)?.handing.abort();
                outbox.say(&StreamEvent::Ceased { consumer, error: None }).await;
                Ok(())
            }
        }
    }

    fn consume(&mut self, consumer: StreamConsumer, credit: u32, outbox: &Outbox) -> Result<(), End> {
        if self.consumers.contains_key(&consumer) {
            return Err(End::refused("consumer_open", format!("the consumer `{}` is open on this stream already", consumer.name)));
        }
        if self.consumers.len() >= MAX_STREAM_CONSUMERS {
            return Err(End::refused("too_many_consumers", format!("one stream has up to {MAX_STREAM_CONSUMERS} consumers; open another")));
        }
        let given = Arc::new(Semaphore::new(0));
        consuming::add_credit(&given, credit).map_err(|error| End::Told(close_code::POLICY, error))?;
        let (answers, coming) = consuming::answers();
        let in_hand = InHand::default();
        self.parts.spawn(consuming::settle(consumer.clone(), coming, in_hand.clone(), self.op.subscribe(), outbox.clone()));
        let handing = consuming::hand_over(consumer.clone(), Arc::clone(&given), in_hand.clone(), self.op.subscribe(), outbox.clone());
        let handing = self.parts.spawn(handing);
        self.consumers.insert(consumer, Consuming { credit: given, answers, handing });
        Ok(())
    }

    async fn settle(&self, consumer: &StreamConsumer, answers: Vec<Settle>) -> Result<(), End> {
        batch(answers.len(), "answers")?;
        let known = self.known(consumer)?;
        for answer in answers {
            known.answers.send(answer).await.map_err(|_| End::Gone)?;
        }
        Ok(())
    }

    fn known(&self, consumer: &StreamConsumer) -> Result<&Consuming, End> {
        let unknown = || {
            End::refused("consumer_not_open", format!("the consumer `{}` is not open on this stream: say `consume` first", consumer.name))
        };
        self.consumers.get(consumer).ok_or_else(unknown)
    }
}

async fn drained(draining: &mut watch::Receiver<bool>) {
    // An error says that the server is gone, which is the same.
    let _gone = draining.wait_for(|draining| *draining).await.map(drop);
}

fn batch(count: usize, what: &str) -> Result<(), End> {
    if (1..=MAX_BATCH).contains(&count) {
        return Ok(());
    }
    Err(End::refused("batch_size", format!("a frame has 1 to {MAX_BATCH} {what}, and this has {count}")))
}

/// Writes what was put into the outbox, and signs of life, until nobody can put anything into it any more.
async fn write(mut writer: SplitSink<WebSocket, Message>, mut frames: mpsc::Receiver<String>, closed: watch::Receiver<Option<CloseFrame>>) {
    let mut alive = tokio::time::interval_at(Instant::now() + TRUST, TRUST);
    alive.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut waiting = Vec::new();
    loop {
        let written = tokio::select! {
            count = frames.recv_many(&mut waiting, 16) => {
                if count == 0 {
                    break;
                }
                feed(&mut writer, &mut waiting).await
            }
            _ = alive.tick() => writer.send(Message::Ping(bytes::Bytes::new())).await,
        };
        if written.is_err() {
            // Whoever reads finds out too; what they put in from now on goes nowhere.
            return;
        }
    }
    let frame = closed.borrow().clone();
    // The last word; whoever is gone does not hear it.
    let _gone = writer.send(Message::Close(frame)).await;
}

async fn feed(writer: &mut SplitSink<WebSocket, Message>, waiting: &mut Vec<String>) -> Result<(), axum::Error> {
    for frame in waiting.drain(..) {
        writer.feed(Message::Text(frame.into())).await?;
    }
    writer.flush().await
}
