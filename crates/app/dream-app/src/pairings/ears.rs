//! Which pairings carry what is said in which channels of Discord's and Slack's.

use super::sides::of_ids;
use crate::{App, AppError};
use dream_bridge::destination::DestinationKind;
use dream_bridge::pairing::{Pairing, Side};
use dream_id::{ConnectionId, DestinationId, Scope};
use dream_ledger::Stream;
use dream_store::pairings::HeardBy;
use dream_store::{Filter, Reader};
use std::collections::BTreeSet;

/// A pairing that carries what is said in a channel of Discord's or Slack's.
#[derive(Debug, Clone)]
pub(super) struct Ear {
    pub(super) pairing: Stream<Pairing>,
    /// By what it hears.
    pub(super) by: HeardBy,
    /// The channel.
    pub(super) channel: String,
    /// Where it is said.
    pub(super) from: DestinationKind,
    /// Where it is heard.
    pub(super) to: Side,
}

/// The connections that are to be told what people write.
pub async fn listening(app: &App) -> Result<BTreeSet<ConnectionId>, AppError> {
    let mut reader = app.store.read().await?;
    let connection = |ear: Ear| match ear.by {
        HeardBy::Connection(id) => Some(id),
        HeardBy::Source(_) => None,
    };
    Ok(ears(&mut reader, Scope::System(app.system)).await?.into_iter().filter_map(connection).collect())
}

/// Every pairing of the scope that is in use and hears something outside.
pub(super) async fn ears(reader: &mut Reader, scope: Scope) -> Result<Vec<Ear>, AppError> {
    let active: Vec<Stream<Pairing>> = reader.list(scope, &Filter::default().eq("active", true)).await?;
    if active.is_empty() {
        return Ok(Vec::new());
    }
    let ids: BTreeSet<DestinationId> =
        active.iter().flat_map(|pairing| [pairing.joined.discord.destination, pairing.joined.with.destination]).collect();
    let known = of_ids(reader, scope, &ids).await?;
    let mut ears = Vec::new();
    for pairing in active {
        let joined = &pairing.joined;
        let ways = [(joined.direction.goes_in(), joined.discord, joined.with), (joined.direction.goes_out(), joined.with, joined.discord)];
        for (goes, from, to) in ways {
            let Some(from) = known.get(&from.destination).filter(|_| goes).map(|destination| destination.to.clone()) else { continue };
            let heard = match &from {
                DestinationKind::DiscordChannel { connection, channel, .. } => Some((HeardBy::Connection(*connection), channel.clone())),
                DestinationKind::SlackChannel { source: Some(source), channel, .. } => Some((HeardBy::Source(*source), channel.clone())),
                _ => None,
            };
            if let Some((by, channel)) = heard {
                ears.push(Ear { pairing: pairing.clone(), by, channel, from, to });
            }
        }
    }
    Ok(ears)
}

/// The same for one connection or source.
pub(super) async fn of(reader: &mut Reader, scope: Scope, by: HeardBy) -> Result<Vec<Ear>, AppError> {
    Ok(ears(reader, scope).await?.into_iter().filter(|ear| ear.by == by).collect())
}
