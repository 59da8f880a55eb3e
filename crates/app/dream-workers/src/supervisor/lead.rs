//! Which organisations' agents this server looks after, where several share a database: one server for each organisation, and another when it
//! is gone.

use dream_app::agent_work::Roster;
use dream_app::{AppError, Op, agents};
use dream_id::OrgId;
use dream_store::Lease;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How long a lease is, and how often it is renewed.
const TERM: Duration = Duration::from_secs(8);
pub(crate) const RENEW: Duration = Duration::from_secs(1);
/// How long after the last renewal this server ends its processes by itself: early enough that none of them meets another server's.
const SURE: Duration = Duration::from_secs(5);

/// The leases of this server.
pub(super) struct Lead {
    /// This server's name among all; `None` where it is the only one.
    holder: Option<String>,
    held: Mutex<Held>,
    /// Held by whoever renews.
    renewing: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Held {
    leases: BTreeMap<OrgId, Lease>,
    renewed: Option<Instant>,
    /// Whether they were given back for good.
    ended: bool,
}

impl Lead {
    pub(super) fn new(holder: Option<String>) -> Self {
        Self { holder, held: Mutex::default(), renewing: tokio::sync::Mutex::default() }
    }

    /// Whether there may be other servers.
    pub(super) fn is_shared(&self) -> bool {
        self.holder.is_some()
    }

    /// Renews what is due.
    pub(super) async fn renew(&self, op: &Op) -> Result<(), AppError> {
        let Some(holder) = &self.holder else { return Ok(()) };
        let _renewing = self.renewing.lock().await;
        let before = {
            let held = self.held();
            let due = !held.ended && held.renewed.is_none_or(|renewed| renewed.elapsed() >= RENEW);
            due.then(|| held.leases.clone())
        };
        if let Some(before) = before {
            // From before the request on: the lease is no shorter than what is counted from here.
            let asked = Instant::now();
            let leases = agents::lead(op, holder, TERM, &before).await?;
            *self.held() = Held { leases, renewed: Some(asked), ended: false };
        }
        Ok(())
    }

    /// Leaves the agents in `roster` that are this server's to look after.
    pub(super) fn leave_mine(&self, roster: &mut Roster) {
        if self.is_shared() {
            let held = self.held();
            roster.agents.retain(|_, agent| held.leases.contains_key(&agent.org));
        }
    }

    /// Whether the leases may have ended without this server's knowing: the database does not answer.
    pub(super) fn is_lost(&self) -> bool {
        self.is_shared() && self.held().renewed.is_some_and(|renewed| renewed.elapsed() >= SURE)
    }

    /// Gives the leases back, and takes none any more.
    pub(super) async fn end(&self, op: &Op) {
        let _renewing = self.renewing.lock().await;
        let leases = {
            let mut held = self.held();
            held.ended = true;
            std::mem::take(&mut held.leases)
        };
        if leases.is_empty() {
            return;
        }
        if let Err(error) = agents::stop_leading(op, &leases).await {
            tracing::warn!(error.code = error.code, %error, "another server takes over the agents only when this one's leases end");
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
