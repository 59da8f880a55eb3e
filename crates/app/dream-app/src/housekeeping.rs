//! What is kept for a time only.

use crate::{AppError, Op};
use std::time::Duration;

/// How long a command may be sent again under its key.
const ANSWERS: Duration = Duration::from_hours(24);

/// Forgets answers that are older than a day. Returns how many.
pub async fn forget_answers(op: &Op) -> Result<u64, AppError> {
    let now = op.app().now();
    let day = i64::try_from(ANSWERS.as_micros()).unwrap_or(i64::MAX);
    let before = dream_clock::Timestamp::from_micros(now.micros().saturating_sub(day));
    let mut tx = op.app().store.begin().await?;
    let forgotten = tx.forget_answers(op.app().system, before).await?;
    tx.commit().await?;
    Ok(forgotten)
}
