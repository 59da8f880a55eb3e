//! Sending a message and waiting for the reply to it.

use super::send::prepared;
use super::{MOST_WAIT, MessageView, Outgoing, view};
use crate::{AppError, Op};
use std::time::Duration;

/// How long a reply is waited for when the caller does not say.
const USUAL: Duration = Duration::from_secs(30);

/// A message to which a reply is awaited.
#[derive(Debug, Clone)]
pub struct Request {
    /// The message; it names no channel for the reply and no correlation, which the bus makes.
    pub message: Outgoing,
    /// How long to wait: at most [`MOST_WAIT`].
    pub timeout: Option<Duration>,
}

/// The reply to a message.
///
/// # Errors
/// `no_reply` when none came in time: the message is of no use any more then.
pub async fn request(op: &Op, request: Request) -> Result<MessageView, AppError> {
    let timeout = request.timeout.unwrap_or(USUAL);
    if timeout.is_zero() || timeout > MOST_WAIT {
        return Err(AppError::invalid("timeout_out_of_range", format!("a reply is waited for up to {} s", MOST_WAIT.as_secs())));
    }
    if request.message.reply_to.is_some() || request.message.correlation.is_some() {
        return Err(AppError::invalid("bad_message", "leave out reply_to and correlation: the server makes them for a request"));
    }
    let message = Outgoing { expires_in: Some(request.message.expires_in.unwrap_or(timeout)), ..request.message };
    let (space, new) = prepared(op, message, 0).await?;
    let reply = op.app().bus.request(space, new, timeout).await?;
    view(op, reply).await
}
