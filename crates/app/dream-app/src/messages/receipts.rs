//! What became of a message.

use super::found;
use crate::{AppError, Op};
use dream_access::Action;
use dream_bus::WaitFor;
use dream_id::MessageId;
use dream_messages::{Receipts, Status};
use std::time::Duration;

/// The longest that one call waits.
pub const MOST_WAIT: Duration = Duration::from_mins(1);

/// The receipts of the message `id`; with `wait`, when it has come that far, or the time is over.
pub async fn receipts(op: &Op, id: MessageId, wait: Option<(Status, Duration)>) -> Result<Receipts, AppError> {
    found(op, Action::MessageRead, id).await?;
    let bus = &op.app().bus;
    let Some((status, timeout)) = wait else { return Ok(bus.receipts(op.scope(), id).await?) };
    if timeout > MOST_WAIT {
        let message = format!("one call waits up to {} s; ask again to wait longer", MOST_WAIT.as_secs());
        return Err(AppError::invalid("timeout_out_of_range", message));
    }
    Ok(bus.await_receipts(op.scope(), id, WaitFor { status, consumer: None, timeout }).await?)
}
