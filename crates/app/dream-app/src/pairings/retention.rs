//! Forgetting what was carried over long ago.

use crate::{AppError, Op};
use dream_clock::Timestamp;
use std::time::Duration;

/// For how long edits and deletions of a message follow it.
const KEPT: Duration = Duration::from_hours(24 * 30);
const MOST: u32 = 5_000;

/// Forgets some of what was carried over long ago. Returns whether there may be more.
pub async fn forget_old(op: &Op) -> Result<bool, AppError> {
    let kept = i64::try_from(KEPT.as_micros()).unwrap_or(i64::MAX);
    let before = Timestamp::from_micros(op.app().now().micros().saturating_sub(kept));
    let mut tx = op.app().store.begin().await?;
    let forgotten = tx.forget_carried(op.app().system, before, MOST).await?;
    tx.commit().await?;
    Ok(forgotten == u64::from(MOST))
}
