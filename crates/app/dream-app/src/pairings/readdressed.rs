//! Whether pairings still go together when the address of a destination of theirs is replaced.

use super::make::loops;
use super::sides::{self, invalid};
use crate::{AppError, Op};
use dream_bridge::destination::{Destination, DestinationKind};
use dream_bridge::pairing::{Pairing, flow};
use dream_ledger::Stream;
use dream_store::{Filter, Unit};

/// Refuses another address of `destination`, as it would be, where a pairing speaks by it: a webhook, which belongs to `channel`, must belong to the
/// channel of its side.
///
/// # Errors
/// `pairing_sides_invalid`, `pairing_loops`.
pub(crate) async fn check_readdressed(
    op: &Op,
    tx: &mut Unit,
    destination: &Stream<Destination>,
    channel: Option<&str>,
) -> Result<(), AppError> {
    let there: Vec<Stream<Pairing>> = tx.list(op.scope(), &Filter::default().eq("removed", false)).await?;
    let id = destination.id();
    if !there.iter().any(|pairing| pairing.joined.discord.uses(id) || pairing.joined.with.uses(id)) {
        return Ok(());
    }
    let mut known = sides::all(op, tx).await?;
    known.insert(id, destination.clone());
    for pairing in &there {
        for side in [pairing.joined.discord, pairing.joined.with].into_iter().filter(|side| side.webhook == Some(id)) {
            let spoken_in = known.get(&side.destination).map(|place| &place.to);
            if !matches!(spoken_in, Some(DestinationKind::DiscordChannel { channel: there, .. }) if Some(there.as_str()) == channel) {
                let message = format!(
                    "the pairing `{}` speaks by this webhook in another channel; make the new webhook in that channel's settings",
                    pairing.name
                );
                return Err(invalid(&message));
            }
        }
    }
    let flows: Vec<_> = there.iter().flat_map(|pairing| sides::flows(pairing, &known)).collect();
    flow::check(&flows).map_err(|conflict| loops(&conflict))
}
