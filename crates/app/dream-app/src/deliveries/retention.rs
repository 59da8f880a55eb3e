//! Forgetting deliveries that ended long ago.

use crate::{AppError, Op};
use std::time::Duration;

/// How long a delivery is remembered after its end, with what stands about messages that later ones would edit.
const KEPT: Duration = Duration::from_hours(24 * 30);
const MOST: u32 = 5_000;

/// Forgets some of those that ended long ago. Returns whether there may be more.
pub async fn forget_old(op: &Op) -> Result<bool, AppError> {
    let app = op.app();
    let kept = i64::try_from(KEPT.as_micros()).unwrap_or(i64::MAX);
    let before = dream_clock::Timestamp::from_micros(app.now().micros().saturating_sub(kept));
    let mut tx = app.store.begin().await?;
    let forgotten = tx.forget_ended_deliveries(app.system, before, MOST).await?;
    tx.commit().await?;
    Ok(forgotten == u64::from(MOST))
}
