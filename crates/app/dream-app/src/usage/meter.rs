//! Counting what is used, in the transaction that uses it.

use crate::AppError;
use dream_clock::Timestamp;
use dream_id::OrgId;
use dream_store::Unit;

/// Events that came in from sources.
pub const RECEIVED: &str = "received";

/// Counts `more` of `what` for `org`, with the caller's unit of work.
pub(crate) async fn count(tx: &mut Unit, org: OrgId, what: &str, more: usize, now: Timestamp) -> Result<(), AppError> {
    // The month in UTC: `2026-11`.
    let month: String = now.to_string().chars().take(7).collect();
    Ok(tx.count_usage(org, &month, what, u64::try_from(more).unwrap_or(u64::MAX)).await?)
}
