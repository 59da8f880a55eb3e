//! The sides of a pairing, as destinations: what can be joined with what.

use crate::{AppError, Op, destinations, discord_rest, secrets};
use dream_bridge::connection::Connection;
use dream_bridge::destination::{Destination, DestinationKind};
use dream_bridge::pairing::flow::{Flow, Spot};
use dream_bridge::pairing::{Direction, Joined, Pairing, Side};
use dream_id::{ConnectionId, DestinationId, Scope};
use dream_ledger::Stream;
use dream_ports::{DiscordAuth, DiscordCall};
use dream_store::{Filter, Reader, Unit};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Destinations by their ids.
pub(super) type Known = BTreeMap<DestinationId, Stream<Destination>>;

/// Those of these destinations that are there, removed or not.
pub(super) async fn of_ids(reader: &mut Reader, scope: Scope, ids: &BTreeSet<DestinationId>) -> Result<Known, AppError> {
    let mut known = Known::new();
    for ids in ids.iter().collect::<Vec<_>>().chunks(500) {
        let found: Vec<Stream<Destination>> =
            reader.list(scope, &Filter::default().one_of("id", ids.iter().map(ToString::to_string))).await?;
        known.extend(found.into_iter().map(|stream| (stream.id(), stream)));
    }
    Ok(known)
}

/// Every destination of the organisation, in the caller's unit of work.
pub(super) async fn all(op: &Op, tx: &mut Unit) -> Result<Known, AppError> {
    let found: Vec<Stream<Destination>> = tx.list(op.scope(), &Filter::default()).await?;
    Ok(found.into_iter().map(|stream| (stream.id(), stream)).collect())
}

/// Refuses what cannot be joined like this.
pub(super) async fn check(op: &Op, joined: &Joined) -> Result<(), AppError> {
    let named = |side: &Side| [Some(side.destination), side.webhook].into_iter().flatten().collect::<Vec<_>>();
    let ids = [named(&joined.discord), named(&joined.with)].concat().into_iter().collect();
    let known = of_ids(&mut op.read().await?, op.scope(), &ids).await?;
    let kind = |id: DestinationId| known.get(&id).map(|destination| &destination.to);
    let (Some(discord), Some(with)) = (kind(joined.discord.destination), kind(joined.with.destination)) else {
        return Err(invalid("one of the two sides is not there; list destinations with `dreamos bridge destination list`"));
    };
    if spot(discord, joined.discord.destination) == spot(with, joined.with.destination) {
        return Err(invalid("the two sides are the same channel; join it with another one"));
    }
    let DestinationKind::DiscordChannel { .. } = discord else {
        return Err(invalid("the first side must be a channel of Discord's that a bot reads: a destination of the kind discord_channel"));
    };
    match with {
        DestinationKind::DiscordChannel { .. }
        | DestinationKind::Channel { .. }
        | DestinationKind::SlackChannel { source: Some(_), .. } => {}
        DestinationKind::SlackChannel { source: None, .. } => {
            if joined.direction.goes_out() {
                let message = "nobody tells what is said in this channel of Slack's: make its destination with a source of Slack's, or use the direction `in`";
                return Err(invalid(message));
            }
        }
        DestinationKind::DiscordWebhook { .. } | DestinationKind::SlackWebhook { .. } | DestinationKind::Outgoing { .. } => {
            if joined.direction.goes_out() {
                let message =
                    "a webhook is written to and cannot be read: use the direction `in`, and for the way back a source and a rule";
                return Err(invalid(message));
            }
        }
    }
    let written = [(joined.discord, discord, joined.direction.goes_out()), (joined.with, with, joined.direction.goes_in())];
    for (side, place, is_written) in written {
        let Some(webhook) = side.webhook else { continue };
        if matches!(place, DestinationKind::DiscordChannel { forum: true, .. }) {
            return Err(invalid("a forum is written to by the bot alone, which says whose words they are; leave the webhook out"));
        }
        let (DestinationKind::DiscordChannel { channel, .. }, true) = (place, is_written) else {
            return Err(invalid("a webhook beside a side is for a channel of Discord's that is written to; leave it out"));
        };
        webhook_of(op, webhook, kind(webhook), channel).await?;
    }
    for (place, is_read) in [(discord, joined.direction.goes_in()), (with, joined.direction.goes_out())] {
        if let (DestinationKind::DiscordChannel { connection, .. }, true) = (place, is_read) {
            readable(op, *connection).await?;
        }
    }
    Ok(())
}

pub(super) fn invalid(message: &str) -> AppError {
    AppError::invalid("pairing_sides_invalid", message)
}

/// Whether the bot may read what people write: without it Discord closes its gateway.
async fn readable(op: &Op, connection: ConnectionId) -> Result<(), AppError> {
    let found: Option<Stream<Connection>> = op.read().await?.find(op.scope(), connection).await?;
    let found = found.ok_or_else(|| invalid("the connection of the channel is not there any more"))?;
    if found.facts.reads_messages {
        return Ok(());
    }
    let message = format!(
        "the bot of the connection `{0}` may not read what people write: switch on the message content intent in the developer portal, under Bot, \
         then `dreamos bridge connection token {0}`",
        found.name
    );
    Err(AppError::invalid("message_content_missing", message))
}

/// Refuses a webhook of another channel, whose messages would be said elsewhere.
async fn webhook_of(op: &Op, id: DestinationId, kind: Option<&DestinationKind>, channel: &str) -> Result<(), AppError> {
    let Some(DestinationKind::DiscordWebhook { webhook }) = kind else {
        return Err(invalid("the webhook of a side must be a destination of the kind discord_webhook"));
    };
    let url = secrets::open(op.app(), op.org()?, &id.to_string(), destinations::URL).await?;
    let url = url.ok_or_else(|| invalid("the webhook's address is not kept any more; make its destination anew"))?;
    let call = DiscordCall::of(DiscordAuth::Webhook(url), "GET", "", Value::Null);
    let answer = discord_rest::send(op.app(), op.org()?, &format!("webhook:{webhook}"), call, false, None).await?;
    if answer.answer.status >= 300 {
        return Err(discord_rest::refused("asking Discord for the webhook's channel", &answer));
    }
    if answer.body.get("channel_id").and_then(Value::as_str) == Some(channel) {
        return Ok(());
    }
    Err(invalid("the webhook belongs to another channel than its side; make one in that channel's settings"))
}

/// What a pairing carries, one flow for each way.
pub(super) fn flows(pairing: &Pairing, known: &Known) -> Vec<Flow> {
    let spot = |side: &Side| known.get(&side.destination).map(|destination| spot(&destination.to, side.destination));
    let (Some(discord), Some(with)) = (spot(&pairing.joined.discord), spot(&pairing.joined.with)) else { return Vec::new() };
    let flow = |from: &Spot, to: &Spot| Flow { pairing: pairing.name.clone(), from: from.clone(), to: to.clone() };
    match pairing.joined.direction {
        Direction::In => vec![flow(&discord, &with)],
        Direction::Out => vec![flow(&with, &discord)],
        Direction::Both => vec![flow(&discord, &with), flow(&with, &discord)],
    }
}

fn spot(kind: &DestinationKind, id: DestinationId) -> Spot {
    match kind {
        DestinationKind::Channel { channel } => Spot::Own(channel.clone()),
        DestinationKind::DiscordChannel { channel, .. } => Spot::Outside(format!("discord {channel}")),
        DestinationKind::DiscordWebhook { webhook } => Spot::Outside(format!("webhook {webhook}")),
        DestinationKind::Outgoing { subscription } => Spot::Outside(subscription.to_string()),
        DestinationKind::SlackChannel { channel, team, .. } => Spot::Outside(format!("slack {team} {channel}")),
        DestinationKind::SlackWebhook { .. } => Spot::Outside(id.to_string()),
    }
}
