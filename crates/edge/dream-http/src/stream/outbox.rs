//! What waits to be written on one stream: bounded, so that a client that does not read holds up its own work and nobody else's.

use dream_api::{ItemError, StreamEvent};
use dream_app::AppError;
use tokio::sync::mpsc;

/// How many frames wait at most.
const WAITING: usize = 64;

/// Where the parts of a session put what they say.
#[derive(Debug, Clone)]
pub(super) struct Outbox(mpsc::Sender<String>);

impl Outbox {
    /// An outbox, and what was put into it.
    pub(super) fn new() -> (Self, mpsc::Receiver<String>) {
        let (sender, receiver) = mpsc::channel(WAITING);
        (Self(sender), receiver)
    }

    /// Puts one event into it; waits while it is full. False when the connection is gone.
    pub(super) async fn say(&self, event: &StreamEvent) -> bool {
        match serde_json::to_string(event) {
            Ok(frame) => self.0.send(frame).await.is_ok(),
            Err(error) => {
                tracing::error!(error.chain = ?error, "an event of a stream cannot be written");
                false
            }
        }
    }
}

/// What a client is told of an error.
pub(super) fn told(error: AppError) -> ItemError {
    ItemError { code: error.code.to_owned(), detail: error.message }
}
