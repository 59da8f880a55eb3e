//! Messages of ours that their channel's retention has removed: the records of what was carried of them lose their words too. What was said
//! elsewhere stays there.

use super::speech::about;
use crate::{AppError, Op};
use dream_bridge::pairing::Pairing;
use dream_id::{MessageId, OrgId, Scope};
use dream_ledger::Stream;
use dream_store::pairings::find_others;
use dream_store::{Filter, Unit};

/// Has the deliveries of `messages` count as old, within the unit of work that removes them; the housekeeper takes the words out of each once it has
/// ended.
pub(crate) async fn outlived(op: &Op, tx: &mut Unit, org: OrgId, messages: &[MessageId]) -> Result<(), AppError> {
    if messages.is_empty() {
        return Ok(());
    }
    // Those that were removed too: what they carried is in the records still.
    let pairings: Vec<Stream<Pairing>> = tx.list(Scope::Org(org), &Filter::default()).await?;
    let spoke = pairings.iter().filter(|pairing| pairing.joined.direction.goes_out());
    let named: Vec<String> = messages.iter().map(ToString::to_string).collect();
    let mut carried: Vec<String> = spoke.flat_map(|pairing| named.iter().map(|message| about(pairing.id(), message))).collect();
    // What changed a message is in the records of that one, which may have gone long before.
    let others = find_others(tx, org, &named).await?;
    carried.extend(others.iter().filter(|(_, other)| other.parse::<MessageId>().is_ok()).map(|(pairing, other)| about(*pairing, other)));
    tx.outlive_words(op.app().system, org, &carried).await?;
    Ok(())
}
