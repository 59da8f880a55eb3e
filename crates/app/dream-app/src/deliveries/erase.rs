//! Taking the words of what was erased, or is kept no longer, out of the record of its deliveries.

use super::What;
use crate::{AppError, Op};
use dream_bridge::delivery::State;
use dream_clock::Timestamp;
use dream_id::OrgId;
use dream_ledger::Digest;
use dream_store::Unit;
use dream_store::deliveries::DeliveryRow;

/// Takes the words out of every delivery about a message of a pairing. One that waits is taken back; of one that has ended stay its times, where it
/// stood, and the digest of what it said. One under way keeps its words until it ends: what takes the message away stands behind it in its lane, and
/// calls this again when it ends.
pub(crate) async fn erase(op: &Op, tx: &mut Unit, org: OrgId, about: &str) -> Result<(), AppError> {
    let now = op.app().now();
    for mut row in tx.lock_deliveries_about(org, about).await? {
        match What::of(&row)? {
            What::Erased { .. } => continue,
            What::Message { place, .. } if place.remove => continue,
            What::Message { .. } | What::Event { .. } => {}
        }
        if matches!(row.delivery.state, State::Queued { .. }) && row.sent_at.is_none() {
            row.delivery = row.delivery.cancelled(now);
            row.note(now, "what it says was erased");
            tx.save_delivery(&row).await?;
        }
        if !row.delivery.is_open() {
            take_words(tx, &mut row).await?;
        }
    }
    Ok(())
}

/// Takes the words out of deliveries of `org` that have ended and whose words are from before `before`, at most `most`. What is owed keeps them until
/// it ends. Returns how many deliveries that were.
pub(super) async fn outlived(tx: &mut Unit, org: OrgId, before: Timestamp, most: u32) -> Result<usize, AppError> {
    let mut rows = tx.lock_old_words(org, before, most).await?;
    for row in &mut rows {
        take_words(tx, row).await?;
    }
    Ok(rows.len())
}

async fn take_words(tx: &mut Unit, row: &mut DeliveryRow) -> Result<(), AppError> {
    row.what = What::Erased { digest: Digest::of(row.what.as_bytes()) }.text()?;
    tx.save_erased(row).await?;
    Ok(())
}
