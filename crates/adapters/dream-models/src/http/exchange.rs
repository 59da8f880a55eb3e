//! One exchange: the request leaves, and its answer is read to the end, within every limit.

use super::fault::Told;
use super::{Fault, HttpModel, Reader, Step, Wire, retry_after};
use crate::sse::Parser;
use dream_ports::{ModelError, ModelReply, TimeoutPhase};
use reqwest::Response;
use reqwest::header::CONTENT_TYPE;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::timeout;

/// How much of an error's body is read.
const ERROR_BODY_BYTES: usize = 64 << 10;

impl<W: Wire> HttpModel<W> {
    /// Sends `body` once and reads the answer. `sent` is set before anything leaves.
    pub(super) async fn exchange(&self, model: &str, body: &[u8], sent: &AtomicBool) -> Result<ModelReply, ModelError> {
        let limit = self.limits().total();
        let whole = async {
            let response = self.send(body, sent).await?;
            let status = response.status();
            if status.is_redirection() {
                return Err(ModelError::Redirected { provider: W::NAME.to_owned(), status: status.as_u16() });
            }
            if !status.is_success() {
                return Err(self.refusal(model, response).await);
            }
            self.read(model, response).await
        };
        timeout(limit, whole).await.unwrap_or_else(|_| Err(timed_out::<W>(TimeoutPhase::Total, limit)))
    }

    async fn send(&self, body: &[u8], sent: &AtomicBool) -> Result<Response, ModelError> {
        let request =
            self.client.post(self.url.clone()).headers(self.headers.clone()).header(CONTENT_TYPE, "application/json").body(body.to_vec());
        sent.store(true, Ordering::Relaxed);
        let limit = self.limits().first_byte();
        match timeout(limit, request.send()).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(self.not_sent(error)),
            Err(_) => Err(timed_out::<W>(TimeoutPhase::FirstByte, limit)),
        }
    }

    fn not_sent(&self, error: reqwest::Error) -> ModelError {
        let error = error.without_url();
        let provider = W::NAME.to_owned();
        if error.is_connect() && error.is_timeout() {
            timed_out::<W>(TimeoutPhase::Connect, self.limits().connect())
        } else if error.is_connect() {
            ModelError::Unreachable { provider, source: Box::new(error) }
        } else {
            ModelError::Truncated { provider, received: 0, source: Some(Box::new(error)) }
        }
    }

    /// What an answer with an error status means.
    async fn refusal(&self, model: &str, mut response: Response) -> ModelError {
        let retry_after = retry_after::read(response.headers(), self.clock.now());
        let status = response.status().as_u16();
        let mut body = Vec::new();
        // The status alone says enough: a body that breaks off or stalls only leaves less to quote.
        while let Ok(Ok(Some(chunk))) = timeout(self.limits().idle(), response.chunk()).await {
            body.extend_from_slice(&chunk);
            if body.len() >= ERROR_BODY_BYTES {
                body.truncate(ERROR_BODY_BYTES);
                break;
            }
        }
        Told { retry_after, ..Told::read(W::NAME, model, status, &body, self.options.api_key.as_ref()) }.into_error()
    }

    async fn read(&self, model: &str, mut response: Response) -> Result<ModelReply, ModelError> {
        expect_event_stream::<W>(&response)?;
        let (mut parser, mut reader) = (Parser::default(), W::Reader::default());
        let mut received = 0_u64;
        let limit = self.limits().idle();
        loop {
            let chunk = match timeout(limit, response.chunk()).await {
                Ok(Ok(Some(chunk))) => chunk,
                Ok(Ok(None)) => break,
                Ok(Err(error)) => return Err(truncated::<W>(received, Some(error))),
                Err(_) => return Err(timed_out::<W>(TimeoutPhase::Idle, limit)),
            };
            received = received.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
            if received > self.limits().max_reply_bytes {
                return Err(ModelError::TooLarge { provider: W::NAME.to_owned(), limit: self.limits().max_reply_bytes });
            }
            let events = parser.push(&chunk).map_err(|_| garbage::<W>("it holds bytes that are not UTF-8"))?;
            for event in events {
                match reader.event(&event) {
                    Ok(Step::More) => {}
                    Ok(Step::Done) => return reader.finish().map_err(|fault| self.fault(model, received, true, fault)),
                    Err(fault) => return Err(self.fault(model, received, reader.has_begun(), fault)),
                }
            }
        }
        let begun = reader.has_begun();
        reader.finish().map_err(|fault| self.fault(model, received, begun, fault))
    }

    fn fault(&self, model: &str, received: u64, begun: bool, fault: Fault) -> ModelError {
        let provider = W::NAME.to_owned();
        match fault {
            Fault::Garbage(what) => ModelError::Garbage { provider, what },
            Fault::Unfinished => truncated::<W>(received, None),
            Fault::Empty(stop_reason) => ModelError::Empty { provider, stop_reason },
            Fault::Reported(error) => {
                let told = Told::read(W::NAME, model, 200, error.to_string().as_bytes(), self.options.api_key.as_ref());
                // Before the model began, the error is the whole answer; afterwards, tokens were made and may be charged.
                if begun { ModelError::Interrupted { provider, kind: told.kind, message: told.message } } else { told.into_error() }
            }
        }
    }
}

fn expect_event_stream<W: Wire>(response: &Response) -> Result<(), ModelError> {
    let media_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if media_type.is_empty() || media_type.to_ascii_lowercase().starts_with("text/event-stream") {
        return Ok(());
    }
    let shown: String = media_type.chars().take(60).collect();
    Err(garbage::<W>(&format!("it is `{shown}` and not a stream of events")))
}

fn garbage<W: Wire>(what: &str) -> ModelError {
    ModelError::Garbage { provider: W::NAME.to_owned(), what: what.to_owned() }
}

fn truncated<W: Wire>(received: u64, error: Option<reqwest::Error>) -> ModelError {
    let source = error.map(|error| -> Box<dyn std::error::Error + Send + Sync> { Box::new(error.without_url()) });
    ModelError::Truncated { provider: W::NAME.to_owned(), received, source }
}

fn timed_out<W: Wire>(phase: TimeoutPhase, limit: Duration) -> ModelError {
    ModelError::Timeout { provider: W::NAME.to_owned(), phase, limit }
}
