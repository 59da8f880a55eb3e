//! Questions about pairings.

use super::sides::{Known, of_ids};
use crate::{AppError, Kind, Op};
use dream_access::Action;
use dream_bridge::pairing::{Pairing, Side};
use dream_id::{DestinationId, PairingId};
use dream_ledger::Stream;
use dream_store::pairings::{PairingCounts, counts};
use dream_store::{Filter, Reader};
use std::collections::BTreeSet;

/// A pairing with the names of what it joins, and how much it carried.
#[derive(Debug, Clone)]
pub struct PairingView {
    /// The pairing.
    pub stream: Stream<Pairing>,
    /// The destination that is the channel of Discord's.
    pub discord: String,
    /// The webhook by which that is written to.
    pub webhook: Option<String>,
    /// The destination that is the other side.
    pub with: String,
    /// The webhook by which that is written to.
    pub with_webhook: Option<String>,
    /// How much it carried within the last 30 days.
    pub counts: PairingCounts,
}

/// The pairings of the organisation, by name.
pub async fn list(op: &Op) -> Result<Vec<PairingView>, AppError> {
    op.allow(Action::BridgeRead, None)?;
    let mut reader = op.read().await?;
    let mut found: Vec<Stream<Pairing>> = reader.list(op.scope(), &Filter::default().eq("removed", false)).await?;
    found.sort_by(|one, other| one.name.cmp(&other.name));
    views(op, &mut reader, found).await
}

/// The pairing called `name`.
pub async fn named(op: &Op, name: &str) -> Result<PairingView, AppError> {
    op.allow(Action::BridgeRead, None)?;
    let mut reader = op.read().await?;
    let found: Vec<Stream<Pairing>> = reader.list(op.scope(), &crate::named::called(name)).await?;
    views(op, &mut reader, found).await?.into_iter().next().ok_or_else(|| missing(name))
}

/// The pairing `id`, removed or not, as whoever changed it sees it.
pub(super) async fn of_id(op: &Op, id: PairingId) -> Result<PairingView, AppError> {
    let mut reader = op.read().await?;
    let found: Option<Stream<Pairing>> = reader.find(op.scope(), id).await?;
    views(op, &mut reader, found.into_iter().collect()).await?.into_iter().next().ok_or_else(|| missing(&id.to_string()))
}

async fn views(op: &Op, reader: &mut Reader, found: Vec<Stream<Pairing>>) -> Result<Vec<PairingView>, AppError> {
    let sides = |pairing: &Stream<Pairing>| [pairing.joined.discord, pairing.joined.with];
    let ids: BTreeSet<DestinationId> =
        found.iter().flat_map(sides).flat_map(|side| [Some(side.destination), side.webhook]).flatten().collect();
    let known = of_ids(reader, op.scope(), &ids).await?;
    let mut views = Vec::with_capacity(found.len());
    for stream in found {
        let (discord, webhook) = names(&known, &stream.joined.discord);
        let (with, with_webhook) = names(&known, &stream.joined.with);
        let counts = counts(reader, stream.org(), stream.id()).await?;
        views.push(PairingView { stream, discord, webhook, with, with_webhook, counts });
    }
    Ok(views)
}

fn names(known: &Known, side: &Side) -> (String, Option<String>) {
    let name = |id: DestinationId| known.get(&id).map_or_else(|| id.to_string(), |destination| destination.name.clone());
    (name(side.destination), side.webhook.map(name))
}

/// There is none of this name.
pub(super) fn missing(name: &str) -> AppError {
    let shown: String = name.chars().take(80).collect();
    let message = format!("there is no pairing {shown} in this organisation; list them with `dreamos bridge pairing list`");
    AppError::new(Kind::NotFound, "not_found", message).with("noun", "pairing").with("id", shown)
}
