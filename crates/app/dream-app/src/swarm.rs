//! The agents of an organisation as a whole: their captain, orders to all of them, and the hold that stops them.

mod broadcast;
mod captain;
mod hold;
mod read;
mod sandbox;

pub use broadcast::{Broadcast, broadcast};
pub use captain::{CaptainChoice, set_captain};
pub(crate) use hold::orgs;
pub use hold::{start_all, stop_all};
pub use read::{SwarmView, show};
pub use sandbox::record_self_test;

use crate::{AppError, Op};
use dream_id::{OrgId, Scope};
use dream_ledger::Stream;
use dream_store::{Unit, swarms};
use dream_swarm::Swarm;

/// The organisation's swarm, locked, and formed if there was none. The lock also keeps two registrations of one name apart.
pub(crate) async fn lock(op: &Op, tx: &mut Unit, org: OrgId) -> Result<Stream<Swarm>, AppError> {
    if let Some(known) = swarms::of(tx, org).await? {
        let missing = || AppError::not_found("swarm", known.id());
        return tx.lock(Scope::Org(org), known.id()).await?.ok_or_else(missing);
    }
    let mut swarm = Swarm::form(org, op.app().store.new_id(), &op.by())?;
    tx.save(&mut swarm).await?;
    Ok(swarm)
}
