//! Which of several servers on one database looks after the agents of an organisation: one at a time, by a lease that it renews.

use crate::swarm::orgs;
use crate::{AppError, Command, Op};
use dream_id::OrgId;
use dream_store::{Lease, Unit};
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::Duration;

/// Takes or renews the leases of every organisation's agents that nobody else holds, for `term`. Returns those that `holder` has now; of one
/// that it did not have before, what an earlier server saw of processes is forgotten. For the server's own workers.
///
/// # Errors
/// The store's; then nothing is known of any lease.
pub async fn lead(op: &Op, holder: &str, term: Duration, before: &BTreeMap<OrgId, Lease>) -> Result<BTreeMap<OrgId, Lease>, AppError> {
    let (mut of, mut held) = (orgs(op).await?, BTreeMap::new());
    // One order for all servers, so that none waits for another that waits for it.
    of.sort();
    let mut tx = op.app().store.begin().await?;
    for org in of {
        if let Some(lease) = tx.take_lease(op.app().system, &format!("agents:{org}"), holder, term).await? {
            held.insert(org, lease);
        }
    }
    tx.commit().await?;
    for (org, lease) in &held {
        if before.get(org).is_none_or(|known| known.fence != lease.fence) {
            op.run(&ForgetPlaces { org: *org }).await?;
        }
    }
    Ok(held)
}

/// Gives leases back, so that another server need not wait for their end.
///
/// # Errors
/// The store's; they end by themselves.
pub async fn stop_leading(op: &Op, leases: &BTreeMap<OrgId, Lease>) -> Result<(), AppError> {
    let mut tx = op.app().store.begin().await?;
    for lease in leases.values() {
        tx.release_lease(lease).await?;
    }
    Ok(tx.commit().await?)
}

/// Ends, at the start of the server `holder`, every lease that an earlier life of it held. Only for a name that nobody else can have: whoever
/// has it now knows that the one before is gone.
///
/// # Errors
/// The store's; they end by themselves.
pub async fn reclaim(op: &Op, holder: &str) -> Result<u64, AppError> {
    let mut tx = op.app().store.begin().await?;
    let ended = tx.end_leases_of(op.app().system, holder).await?;
    tx.commit().await?;
    Ok(ended)
}

#[derive(Serialize)]
struct ForgetPlaces {
    org: OrgId,
}

impl Command for ForgetPlaces {
    const NAME: &'static str = "agent.forget_all";
    type Answer = ();

    async fn decide(&self, _: &Op, tx: &mut Unit) -> Result<(), AppError> {
        Ok(tx.forget_agent_places_of(self.org).await?)
    }
}
