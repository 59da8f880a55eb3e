//! One connection: what was asked and not yet answered, what waits to be written, and why it ended.

mod writer;

use crate::wire;
use agent_client_protocol::v1::schema::{Error, RequestId};
use dream_ports::{AgentError, Exit};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

pub(crate) use writer::Writer;

/// Why a connection ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ended {
    /// The process did.
    Exit(Exit),
    /// It was cut off.
    Protocol(String),
}

impl From<Ended> for AgentError {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Exit(exit) => Self::Ended(exit),
            Ended::Protocol(why) => Self::Protocol(why),
        }
    }
}

/// What is done with an answer, in the order in which the agent wrote.
type Waiting = Box<dyn FnOnce(Result<&RawValue, Error>) -> Result<(), String> + Send>;

/// The connection to one agent.
pub(crate) struct Connection {
    next: AtomicI64,
    /// `None` once the connection ended.
    waiting: Mutex<Option<HashMap<i64, Waiting>>>,
    writer: Writer,
    why: OnceLock<Ended>,
    ended: CancellationToken,
}

/// What became of a request that got no result.
pub(crate) enum Unanswered {
    /// The agent answered with an error.
    Refused(Error),
    /// The connection ended.
    Ended(Ended),
}

impl Connection {
    pub(crate) fn new(writer: Writer) -> Self {
        let waiting = Mutex::new(Some(HashMap::new()));
        Self { next: AtomicI64::new(1), waiting, writer, why: OnceLock::new(), ended: CancellationToken::new() }
    }

    /// Asks the agent. `first` is called with the answer before anything that the agent wrote after it is looked at.
    pub(crate) async fn request<P, R, T>(
        &self,
        method: &'static str,
        params: &P,
        first: impl FnOnce(R) -> Result<T, String> + Send + 'static,
    ) -> Result<T, Unanswered>
    where
        P: Serialize,
        R: DeserializeOwned,
        T: Send + 'static,
    {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let line = wire::message(Some(&RequestId::Number(number)), method, params);
        let line = line.map_err(|error| Unanswered::Refused(Error::internal_error().data(error.to_string())))?;
        let (answered, answer) = oneshot::channel();
        let waiting: Waiting = Box::new(move |outcome| {
            let outcome = match outcome {
                Ok(result) => {
                    let read =
                        serde_json::from_str(result.get()).map_err(|error| format!("its answer to {method} cannot be read: {error}"))?;
                    Ok(first(read)?)
                }
                Err(error) => Err(error),
            };
            // Whoever asked may have stopped waiting.
            let _ = answered.send(outcome);
            Ok(())
        });
        let _forget = self.wait(number, waiting)?;
        self.writer.write(line, &self.ended).await;
        match answer.await {
            Ok(outcome) => outcome.map_err(Unanswered::Refused),
            Err(_) => Err(Unanswered::Ended(self.why())),
        }
    }

    fn wait(&self, number: i64, waiting: Waiting) -> Result<Forget<'_>, Unanswered> {
        let mut open = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(open) = open.as_mut() else { return Err(Unanswered::Ended(self.why())) };
        open.insert(number, waiting);
        Ok(Forget(self, number))
    }

    /// Hands an answer to whoever asked. An error is a breach of the protocol.
    pub(crate) fn answered(&self, id: &RequestId, outcome: Result<&RawValue, Error>) -> Result<(), String> {
        let RequestId::Number(number) = id else { return Err(format!("it answered the request {id}, which was never made")) };
        let mut open = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = open.as_mut().and_then(|open| open.remove(number));
        drop(open);
        match waiting {
            Some(waiting) => waiting(outcome),
            // An answer to what nobody waits for any longer.
            None if *number < self.next.load(Ordering::Relaxed) && *number > 0 => Ok(()),
            None => Err(format!("it answered the request {number}, which was never made")),
        }
    }

    /// Tells the agent something, unless too much waits for it already.
    pub(crate) fn notify_now<P: Serialize>(&self, method: &str, params: &P) -> bool {
        wire::message(None, method, params).is_ok_and(|line| self.writer.write_now(line))
    }

    /// Answers a request of the agent.
    pub(crate) async fn answer<R: Serialize>(&self, id: &RequestId, outcome: Result<R, Error>) {
        if let Some(line) = answer_line(id, &outcome) {
            self.writer.write(line, &self.ended).await;
        }
    }

    /// Refuses a request of the agent, unless too much waits for it already.
    pub(crate) fn refuse_now(&self, id: &RequestId, error: Error) -> bool {
        answer_line::<()>(id, &Err(error)).is_some_and(|line| self.writer.write_now(line))
    }

    /// Ends the connection: whoever waits is told why. The first reason stands.
    pub(crate) fn end(&self, why: Ended) {
        // A later reason follows from the first.
        let _ = self.why.set(why);
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.ended.cancel();
    }

    /// Thrown when the connection has ended.
    pub(crate) fn ended(&self) -> &CancellationToken {
        &self.ended
    }

    /// Why it ended.
    pub(crate) fn why(&self) -> Ended {
        self.why.get().cloned().unwrap_or_else(|| Ended::Protocol("the connection is being closed".to_owned()))
    }
}

fn answer_line<R: Serialize>(id: &RequestId, outcome: &Result<R, Error>) -> Option<Vec<u8>> {
    let line = match outcome {
        Ok(result) => wire::answer(id, Ok(result)),
        Err(error) => wire::answer::<()>(id, Err(error)),
    };
    // What we answer always becomes JSON.
    line.ok()
}

/// Forgets a request when whoever made it stops waiting.
struct Forget<'a>(&'a Connection, i64);

impl Drop for Forget<'_> {
    fn drop(&mut self) {
        if let Some(open) = self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            open.remove(&self.1);
        }
    }
}
