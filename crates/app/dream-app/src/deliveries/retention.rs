//! Forgetting deliveries that ended long ago, and the words of those whose cause is kept no longer.

use super::erase::outlived;
use crate::{AppError, Op};
use dream_clock::Timestamp;
use dream_id::{OrgId, Scope};
use std::time::Duration;

const MOST: u32 = 5_000;
/// Of how many deliveries one look takes the words out: each of them is read and written.
const MOST_WORDS: u32 = 1_000;

/// Forgets some of those that ended longer ago than their organisation's plan keeps them, with what stands about messages that later ones would
/// edit; and takes the words out of some that have ended, and say what came in longer ago than that, however often it was sent again. Returns whether
/// there may be more.
pub async fn forget_old(op: &Op) -> Result<bool, AppError> {
    let app = op.app();
    let orgs: Vec<OrgId> = {
        let found = op.read().await?.list::<dream_access::Org>(Scope::System(app.system), &dream_store::Filter::default()).await?;
        found.iter().map(dream_ledger::Stream::id).collect()
    };
    let mut more = false;
    for org in orgs {
        let kept = Duration::from_hours(24 * u64::from(app.plan(org).await?.retention_days));
        let micros = i64::try_from(kept.as_micros()).unwrap_or(i64::MAX);
        let before = Timestamp::from_micros(app.now().micros().saturating_sub(micros));
        let mut tx = app.store.begin().await?;
        let forgotten = tx.forget_ended_deliveries(org, before, MOST).await?;
        let silenced = outlived(&mut tx, org, before, MOST_WORDS).await?;
        tx.commit().await?;
        more |= forgotten == u64::from(MOST) || silenced == MOST_WORDS as usize;
    }
    Ok(more)
}
