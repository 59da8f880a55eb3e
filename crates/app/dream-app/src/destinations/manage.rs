//! Changing destinations.

use super::make::check_fallback;
use super::read::{DestinationView, missing, named, of_id};
use crate::{AppError, Command, Op, pairings, secrets};
use dream_access::Action;
use dream_bridge::destination::{Destination, Health};
use dream_bridge::switch::Switched as _;
use dream_id::{DestinationId, OrgId, Scope};
use dream_ledger::Stream;
use dream_store::{Filter, Unit, deliveries};
use serde::Serialize;

/// What changes about a destination.
#[derive(Debug, Clone, Serialize)]
pub enum Change {
    /// It is used again: what waits for it is sent.
    Enable,
    /// Nothing is sent to it: what waits for it goes on waiting.
    Disable(String),
    /// Another destination is told when this one cannot be.
    Fallback(Option<String>),
}

/// Changes the destination called `name`.
///
/// # Errors
/// `not_found`, `fallback_invalid`.
pub async fn change(op: &Op, name: &str, change: Change) -> Result<DestinationView, AppError> {
    op.run(&Manage { name, change: Some(change) }).await?;
    named(op, name).await
}

/// Removes the destination called `name`, and with it its address. What waits for it is given up. What it was.
pub async fn remove(op: &Op, name: &str) -> Result<DestinationView, AppError> {
    let id = op.run(&Manage { name, change: None }).await?;
    of_id(op, id).await
}

#[derive(Serialize)]
struct Manage<'a> {
    name: &'a str,
    change: Option<Change>,
}

impl Command for Manage<'_> {
    const NAME: &'static str = "destination.manage";
    type Answer = DestinationId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<DestinationId, AppError> {
        op.allow(Action::BridgeManage, None)?;
        let (by, now) = (op.by(), op.app().now());
        let there: Vec<Stream<Destination>> = tx.list(op.scope(), &Filter::default().eq("removed", false)).await?;
        let id = there.iter().find(|each| each.name == self.name).ok_or_else(|| missing(self.name))?.id();
        let mut destination: Stream<Destination> = tx.lock(op.scope(), id).await?.ok_or_else(|| missing(self.name))?;
        let org = destination.org();
        match &self.change {
            Some(Change::Enable) => {
                Destination::enable(&mut destination, &by);
                let known: Option<Health> = deliveries::find_health(tx, Scope::Org(org), &id.to_string()).await?;
                let mut health = known.unwrap_or_default();
                health.enable();
                tx.save_health(org, &id.to_string(), &health).await?;
                tx.wake_destination(org, id, now).await?;
            }
            Some(Change::Disable(why)) => {
                Destination::disable(&mut destination, why, &by);
            }
            Some(Change::Fallback(fallback)) => {
                check_fallback(&there, self.name, fallback.as_deref())?;
                Destination::set_fallback(&mut destination, fallback.clone(), &by);
            }
            None => {
                pairings::check_unused(op, tx, id).await?;
                Destination::remove(&mut destination, &by);
                secrets::forget(tx, org, &id.to_string()).await?;
                tx.wake_destination(org, id, now).await?;
            }
        }
        tx.save(&mut destination).await?;
        Ok(id)
    }
}

/// Whether another address or token was given to `destination` since it was read as it stands here: what the one before answered says nothing about
/// it any more.
pub(crate) async fn is_replaced_since(tx: &mut Unit, destination: &Stream<Destination>) -> Result<bool, AppError> {
    let now: Option<Stream<Destination>> = tx.find(Scope::Org(destination.org()), destination.id()).await?;
    Ok(now.is_some_and(|now| now.replaced_at != destination.replaced_at))
}

/// Disables a destination within the caller's unit of work, because it cannot be written to any more. The destination, when it was in use until now.
pub(crate) async fn disable(
    op: &Op,
    tx: &mut Unit,
    org: OrgId,
    id: DestinationId,
    why: &str,
) -> Result<Option<Stream<Destination>>, AppError> {
    let found: Option<Stream<Destination>> = tx.lock(Scope::Org(org), id).await?;
    let Some(mut destination) = found else { return Ok(None) };
    let changed = Destination::disable(&mut destination, why, &op.by());
    tx.save(&mut destination).await?;
    if changed {
        tracing::warn!(destination.id = %id, destination.name = destination.name, why, "a destination was disabled");
    }
    Ok(changed.then_some(destination))
}
