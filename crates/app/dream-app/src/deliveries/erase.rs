//! Taking the words of what was erased out of the record of its deliveries.

use super::What;
use crate::{AppError, Op};
use dream_bridge::delivery::State;
use dream_id::OrgId;
use dream_ledger::Digest;
use dream_store::Unit;

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
            row.what = What::Erased { digest: Digest::of(row.what.as_bytes()) }.text()?;
            tx.save_what(&row).await?;
        }
    }
    Ok(())
}
