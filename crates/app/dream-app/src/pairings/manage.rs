//! Changing pairings.

use super::bus;
use super::read::{PairingView, missing, named, of_id};
use crate::bus_orders::{Order, Work};
use crate::{AppError, Command, Kind, Op};
use dream_access::Action;
use dream_bridge::pairing::Pairing;
use dream_bridge::switch::Switched as _;
use dream_id::{DestinationId, PairingId};
use dream_ledger::Stream;
use dream_messages::Space;
use dream_store::{Filter, Unit};
use serde::Serialize;

/// What changes about a pairing.
#[derive(Debug, Clone, Serialize)]
pub enum Change {
    /// It is used again. What was said meanwhile is not carried over.
    Enable,
    /// Nothing is carried over any more.
    Disable(String),
}

/// Changes the pairing called `name`.
///
/// # Errors
/// `not_found`.
pub async fn change(op: &Op, name: &str, change: Change) -> Result<PairingView, AppError> {
    op.run(&Manage { name, change: Some(change) }).await?;
    named(op, name).await
}

/// Removes the pairing called `name`. What it was.
pub async fn remove(op: &Op, name: &str) -> Result<PairingView, AppError> {
    let id = op.run(&Manage { name, change: None }).await?;
    let view = of_id(op, id).await?;
    // The order that was kept with the decision does it again, should this be the last that this process does.
    op.app().bus.remove_consumer(Space::org(op.org()?), &bus::consumer(id)?).await?;
    Ok(view)
}

#[derive(Serialize)]
struct Manage<'a> {
    name: &'a str,
    change: Option<Change>,
}

impl Command for Manage<'_> {
    const NAME: &'static str = "pairing.manage";
    type Answer = PairingId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<PairingId, AppError> {
        op.allow(Action::BridgeManage, None)?;
        let by = op.by();
        let mut pairing: Stream<Pairing> = crate::named::lock(op, tx, self.name).await?.ok_or_else(|| missing(self.name))?;
        let id = pairing.id();
        match &self.change {
            Some(Change::Enable) => Pairing::enable(&mut pairing, &by),
            Some(Change::Disable(why)) => {
                Pairing::disable(&mut pairing, why, &by);
            }
            None => {
                Pairing::remove(&mut pairing, &by);
                let work = Work::RemoveConsumer { consumer: bus::consumer(id)? };
                Order::new(op, Space::org(pairing.org()), work).keep(op, tx).await?;
            }
        }
        tx.save(&mut pairing).await?;
        Ok(id)
    }
}

/// Refuses to let a destination go that a pairing uses.
///
/// # Errors
/// `destination_in_use`.
pub async fn check_unused(op: &Op, tx: &mut Unit, destination: DestinationId) -> Result<(), AppError> {
    let there: Vec<Stream<Pairing>> = tx.list(op.scope(), &Filter::default().eq("removed", false)).await?;
    let uses = |pairing: &&Stream<Pairing>| pairing.joined.discord.uses(destination) || pairing.joined.with.uses(destination);
    match there.iter().find(uses) {
        None => Ok(()),
        Some(pairing) => {
            let message = format!("the pairing `{}` uses it; remove that one first", pairing.name);
            Err(AppError::new(Kind::Conflict, "destination_in_use", message))
        }
    }
}
