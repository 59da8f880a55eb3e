//! Making a pairing.

use super::read::{self, PairingView};
use super::{bus, sides};
use crate::connections::{check_name, taken};
use crate::{AppError, Command, Kind, Op, destinations, service_plans};
use dream_access::Action;
use dream_bridge::destination::DestinationKind;
use dream_bridge::pairing::flow::{self, Conflict};
use dream_bridge::pairing::{Direction, Joined, Pairing, Side};
use dream_id::{DestinationId, PairingId};
use dream_ledger::Stream;
use dream_messages::Channel;
use dream_store::{Filter, Unit};
use serde::Serialize;

/// The most pairings of one organisation.
const MOST: usize = 200;

/// A pairing to make, by the names of destinations.
#[derive(Debug, Clone)]
pub struct NewPairing {
    /// Its name.
    pub name: String,
    /// The channel of Discord's.
    pub discord: String,
    /// The webhook by which that is written to, so that names and pictures show.
    pub webhook: Option<String>,
    /// The other side.
    pub with: String,
    /// The webhook by which that is written to, where it is a channel of Discord's too.
    pub with_webhook: Option<String>,
    /// Which way messages go.
    pub direction: Direction,
    /// Whether what other bots say is carried over too.
    pub bots: bool,
}

/// Makes a pairing. What is said from now on is carried over.
///
/// # Errors
/// `name_invalid`, `name_taken`, `not_found`, `pairing_sides_invalid`, `pairing_loops`, `message_content_missing`, `plan_one_way`.
pub async fn make(op: &Op, new: NewPairing) -> Result<PairingView, AppError> {
    op.allow(Action::BridgeManage, None)?;
    check_name(&new.name)?;
    let (joined, channel) = joined(op, &new).await?;
    sides::check(op, &joined).await?;
    if let Some(channel) = &channel {
        bus::check_there(op, channel).await?;
    }
    let id = op.run(&Make { name: &new.name, joined: &joined }).await?;
    if let (Some(channel), true) = (channel, joined.direction.goes_out()) {
        bus::listen(op.app(), op.org()?, id, &channel).await?;
    }
    read::of_id(op, id).await
}

/// What is joined, by ids; with the channel of ours, if the other side is one.
async fn joined(op: &Op, new: &NewPairing) -> Result<(Joined, Option<Channel>), AppError> {
    let (discord, _) = side(op, &new.discord, new.webhook.as_deref()).await?;
    let (with, kind) = side(op, &new.with, new.with_webhook.as_deref()).await?;
    let channel = match &kind {
        DestinationKind::Channel { channel } => Some(crate::messages::channel(channel)?),
        _ => None,
    };
    Ok((Joined { discord, with, direction: new.direction, bots: new.bots }, channel))
}

async fn side(op: &Op, name: &str, webhook: Option<&str>) -> Result<(Side, DestinationKind), AppError> {
    let destination = destinations::named(op, name).await?.stream;
    let webhook: Option<DestinationId> = match webhook {
        Some(webhook) => Some(destinations::named(op, webhook).await?.stream.id()),
        None => None,
    };
    Ok((Side { destination: destination.id(), webhook }, destination.to.clone()))
}

#[derive(Serialize)]
struct Make<'a> {
    name: &'a str,
    joined: &'a Joined,
}

impl Command for Make<'_> {
    const NAME: &'static str = "pairing.make";
    type Answer = PairingId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<PairingId, AppError> {
        op.allow(Action::BridgeManage, None)?;
        if self.joined.direction.goes_in() {
            service_plans::both_ways(op.app(), tx, op.org()?).await?;
        }
        let there: Vec<Stream<Pairing>> = tx.list(op.scope(), &Filter::default().eq("removed", false)).await?;
        if there.iter().any(|other| other.name == self.name) {
            return Err(taken("pairing", self.name));
        }
        if there.len() >= MOST {
            let message = format!("there are {MOST} pairings already; remove one first");
            return Err(AppError::new(Kind::Conflict, "too_many_pairings", message));
        }
        let (org, id) = (op.org()?, op.app().store.new_id::<PairingId>());
        let mut stream = Pairing::make(org, id, self.name.to_owned(), self.joined.clone(), &op.by())?;
        let known = sides::all(op, tx).await?;
        let used = [self.joined.discord, self.joined.with].into_iter().flat_map(|side| [Some(side.destination), side.webhook]).flatten();
        for used in used {
            if known.get(&used).is_none_or(|destination| destination.switch.removed) {
                return Err(AppError::not_found("destination", used));
            }
        }
        let all = there.iter().map(Stream::state).chain(std::iter::once(stream.state()));
        let flows: Vec<_> = all.flat_map(|pairing| sides::flows(pairing, &known)).collect();
        flow::check(&flows).map_err(|conflict| loops(&conflict))?;
        tx.save(&mut stream).await?;
        Ok(id)
    }
}

pub(super) fn loops(conflict: &Conflict) -> AppError {
    let message = format!("{conflict}; remove one of them, or carry in one direction alone");
    AppError::new(Kind::Conflict, "pairing_loops", message)
}
