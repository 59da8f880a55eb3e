//! Asking for messages.

use crate::messages::{MOST_WAIT, MessageView, consumer_name, space};
use crate::{AppError, Op};
use dream_access::Action;
use dream_bus::Fetch;
use dream_clock::Timestamp;
use dream_id::ProjectId;
use dream_messages::Status;
use std::time::Duration;

/// The most messages that one call gets.
const MOST: u32 = 1_000;

/// A message that was handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The message.
    pub message: MessageView,
    /// Which delivery of it this is, from 1.
    pub attempt: u32,
    /// When it counts as failed unless it is answered.
    pub deadline: Timestamp,
}

/// Up to `max` messages for a consumer; waits for the first as long as `wait`.
pub async fn fetch(op: &Op, name: &str, project: Option<ProjectId>, max: u32, wait: Duration) -> Result<Vec<Fetched>, AppError> {
    let name = consumer_name(name)?;
    if !(1..=MOST).contains(&max) {
        return Err(AppError::invalid("max_out_of_range", format!("one call gets 1 to {MOST} messages")));
    }
    if wait > MOST_WAIT {
        let message = format!("one call waits up to {} s; ask again to wait longer", MOST_WAIT.as_secs());
        return Err(AppError::invalid("wait_out_of_range", message));
    }
    let space = space(op, Action::ConsumerUse, project).await?;
    let holder = op.keys_of().unwrap_or_else(|| "server".to_owned());
    let deliveries = op.app().bus.fetch(space, &name, Fetch { holder, max, wait }).await?;
    let (messages, rest): (Vec<_>, Vec<_>) =
        deliveries.into_iter().map(|delivery| ((delivery.message, Status::Delivered), (delivery.attempt, delivery.deadline))).unzip();
    let messages = crate::messages::named(op, messages).await?;
    let fetched = |(message, (attempt, deadline))| Fetched { message, attempt, deadline };
    Ok(messages.into_iter().zip(rest).map(fetched).collect())
}
