//! Upkeep of what is kept: retention of the bus, and the history after it.

use crate::{AppError, Op, pairings};
use dream_bus::Head;
use dream_id::Limit;
use dream_store::HistoryCursor;

/// How many channels one look takes.
const CHANNELS: u32 = 1_000;
/// How many messages one step removes from the history.
const STEP: u64 = 1_000;

/// One step of the bus's own upkeep: retention, idle consumers, old keys. True when there was something to do.
pub async fn upkeep(op: &Op) -> Result<bool, AppError> {
    let done = op.app().bus.upkeep(op.app().system).await?;
    if done.removed > 0 || done.unanswered > 0 || done.consumers > 0 || done.dead_letters > 0 {
        tracing::info!(
            messages.removed = done.removed,
            messages.expired = done.expired,
            messages.unanswered = done.unanswered,
            consumers.removed = done.consumers,
            dead_letters.removed = done.dead_letters,
            "the channels' upkeep ended what nobody answered and removed what is kept no longer"
        );
    }
    Ok(done.more)
}

/// Removes from the history what retention has removed from the channels; what was carried of it elsewhere is kept in no record from then on. Returns
/// how many places that were.
pub async fn prune(op: &Op) -> Result<u64, AppError> {
    let (mut removed, mut after) = (0, None);
    loop {
        let heads = op.app().bus.heads(op.scope(), after, Limit::new(CHANNELS)).await?;
        let (Some(first), Some(last)) = (heads.first(), heads.last()) else { return Ok(removed) };
        let cursors = op.read().await?.history_cursors(op.scope(), first.number, last.number).await?;
        for head in &heads {
            let cursor = cursors.get(&head.number).copied().unwrap_or_default();
            let mut pruned = cursor.pruned;
            while pruned < head.tail.min(cursor.indexed) {
                let reached = step(op, head).await?;
                removed += reached.saturating_sub(pruned);
                pruned = reached;
            }
        }
        after = Some(last.number);
    }
}

/// Removes the next messages of a channel. Returns up to which place they are removed now.
async fn step(op: &Op, head: &Head) -> Result<u64, AppError> {
    let key = op.app().system;
    let mut tx = op.app().store.begin().await?;
    let cursor = tx.lock_history(key, head.space.org, head.number).await?;
    let to = (cursor.pruned + STEP).min(head.tail);
    if to > cursor.pruned {
        let removed = tx.history_between(key, head.number, cursor.pruned + 1, to).await?;
        pairings::outlived(op, &mut tx, head.space.org, &removed).await?;
        tx.prune_history(key, head.number, cursor.pruned + 1, to).await?;
        tx.save_history(key, head.number, HistoryCursor { pruned: to, indexed: cursor.indexed.max(to), ..cursor }).await?;
    }
    tx.commit().await?;
    Ok(to.max(cursor.pruned))
}
