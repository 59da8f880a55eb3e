//! What is kept for a time only.

use crate::{AppError, Op};
use dream_access::SESSION_LIFETIME;
use dream_clock::Timestamp;
use std::time::Duration;

/// How long a command may be sent again under its key.
const ANSWERS: Duration = Duration::from_hours(24);

/// How long what people were told is kept.
const NOTIFICATIONS: Duration = Duration::from_hours(180 * 24);

/// Forgets answers that are older than a day. Returns how many.
pub async fn forget_answers(op: &Op) -> Result<u64, AppError> {
    let mut tx = op.app().store.begin().await?;
    let forgotten = tx.forget_answers(op.app().system, ago(op, ANSWERS)).await?;
    tx.commit().await?;
    Ok(forgotten)
}

/// Forgets who worked on attempts that are over. Returns how many leases were forgotten.
pub async fn forget_leases(op: &Op) -> Result<u64, AppError> {
    let mut tx = op.app().store.begin().await?;
    let forgotten = tx.forget_leases(op.app().system).await?;
    tx.commit().await?;
    Ok(forgotten)
}

/// Forgets when sessions were last used that have ended by their age. Returns how many.
pub async fn forget_uses(op: &Op) -> Result<u64, AppError> {
    let mut tx = op.app().store.begin().await?;
    let forgotten = tx.forget_uses(op.app().system, ago(op, SESSION_LIFETIME)).await?;
    tx.commit().await?;
    Ok(forgotten)
}

/// Forgets what people were told half a year ago, and have seen or acted on. Returns how many notifications.
pub async fn forget_notifications(op: &Op) -> Result<u64, AppError> {
    let mut tx = op.app().store.begin().await?;
    let forgotten = tx.forget_notifications(op.app().system, ago(op, NOTIFICATIONS)).await?;
    tx.commit().await?;
    Ok(forgotten)
}

fn ago(op: &Op, time: Duration) -> Timestamp {
    let micros = i64::try_from(time.as_micros()).unwrap_or(i64::MAX);
    Timestamp::from_micros(op.app().now().micros().saturating_sub(micros))
}
