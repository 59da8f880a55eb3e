//! Messages, channels, consumers, dead letters and the history, on a whole core.

mod consuming;
mod history;
mod sending;
mod tenancy;

use dream_app::messages::{MessageView, Outgoing, send};
use dream_app::{AppError, Kind, Op};
use dream_messages::Headers;

/// The kind and code of a refusal.
fn refusal<T>(result: Result<T, AppError>) -> (Kind, &'static str) {
    match result {
        Ok(_) => panic!("it was allowed"),
        Err(error) => (error.kind, error.code),
    }
}

/// A message to a channel of the organisation.
fn outgoing(channel: &str, body: &str) -> Outgoing {
    Outgoing {
        channel: channel.to_owned(),
        project: None,
        body: body.to_owned(),
        headers: Headers::new(),
        key: None,
        expires_in: None,
        reply_to: None,
        correlation: None,
    }
}

pub(crate) async fn sent(op: &Op, channel: &str, body: &str) -> MessageView {
    send(op, outgoing(channel, body)).await.unwrap()
}
