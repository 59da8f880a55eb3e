//! Forgetting what came in when its time is over.

use crate::{AppError, Op};
use dream_clock::Timestamp;
use dream_id::{OrgId, ReceivedId, Scope, TypedId};
use std::time::Duration;

/// Forgets deliveries that need not be known again, and what came in longer ago than its organisation's plan keeps it. Returns how much it was.
pub async fn forget(op: &Op) -> Result<u64, AppError> {
    let (app, now) = (op.app(), op.app().now());
    let mut tx = app.store.begin().await?;
    let mut forgotten = tx.forget_deliveries(app.system, now).await?;
    tx.commit().await?;
    let orgs: Vec<OrgId> = {
        let mut reader = op.read().await?;
        let found = reader.list::<dream_access::Org>(Scope::System(app.system), &dream_store::Filter::default()).await?;
        found.iter().map(dream_ledger::Stream::id).collect()
    };
    for org in orgs {
        let kept = Duration::from_hours(24 * u64::from(app.plan(org).await?.retention_days));
        let mut tx = app.store.begin().await?;
        forgotten += tx.forget_received(app.system, org, first_after(now, kept)).await?;
        tx.commit().await?;
    }
    Ok(forgotten)
}

/// The least id of something that came in no longer than `kept` before `now`.
fn first_after(now: Timestamp, kept: Duration) -> ReceivedId {
    let millis = u64::try_from(kept.as_millis()).unwrap_or(u64::MAX);
    ReceivedId::from_parts(now.unix_ms().saturating_sub(millis), [0; 10])
}
