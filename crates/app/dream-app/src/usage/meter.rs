//! Counting what is used, in the transaction that uses it.

use crate::AppError;
use dream_bridge::service_plan::Month;
use dream_clock::Timestamp;
use dream_id::OrgId;
use dream_store::Unit;

/// Events that came in from sources, counted when the rules were asked about them.
pub const RECEIVED: &str = "received";
/// Messages that arrived at destinations and subscriptions.
pub const DELIVERED: &str = "delivered";

/// Counts `more` of `what` for `org`, of the source or destination `name`, with the caller's unit of work: as the last thing in it.
pub(crate) async fn count(tx: &mut Unit, org: OrgId, (what, name): (&str, &str), more: usize, now: Timestamp) -> Result<(), AppError> {
    Ok(tx.count_usage(org, &Month::of(now).to_string(), (what, name), u64::try_from(more).unwrap_or(u64::MAX)).await?)
}
