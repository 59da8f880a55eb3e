//! Looking a message up.

use super::{MessageView, found, view};
use crate::{AppError, Op};
use dream_access::Action;
use dream_id::MessageId;

/// The message `id`.
pub async fn find(op: &Op, id: MessageId) -> Result<MessageView, AppError> {
    let message = found(op, Action::MessageRead, id).await?;
    view(op, message).await
}
