//! Suspending an organisation, and letting it go on.

use super::operator::Decided;
use super::read::{TenantView, find};
use crate::{AppError, Command, Op, swarm};
use dream_access::{Org, Tenant};
use dream_id::OrgId;
use dream_store::{Unit, agents};
use dream_swarm::Swarm;
use serde::Serialize;

/// Has nothing done for an organisation: its people, agents and sources are refused from now on, its messages wait, and all of its agents are stopped.
/// Other processes know it within a second.
///
/// # Errors
/// `not_the_operator`; `not_found`; `name_invalid` for the reason; `already_suspended`; `operator_organisation`.
pub async fn suspend(op: &Op, organisation: OrgId, reason: String) -> Result<TenantView, AppError> {
    op.run(&Suspend { organisation, reason }).await?;
    op.app().standings().forget(organisation);
    find(op, organisation).await
}

/// Lets it go on: what waited is looked at at once. Its agents stay stopped until one of its people starts them again.
///
/// # Errors
/// `not_the_operator`; `not_found`; `not_suspended`.
pub async fn resume(op: &Op, organisation: OrgId) -> Result<TenantView, AppError> {
    op.run(&Resume { organisation }).await?;
    op.app().standings().forget(organisation);
    find(op, organisation).await
}

#[derive(Serialize)]
struct Suspend {
    organisation: OrgId,
    reason: String,
}

impl Command for Suspend {
    const NAME: &'static str = "tenant.suspend";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let mut decided = Decided::lock(op, tx, self.organisation).await?;
        let by = decided.by(op);
        Org::suspend(&mut decided.org, &by, &self.reason)?;
        if let Some(tenant) = &mut decided.tenant {
            Tenant::suspend(tenant, &op.by(), &self.reason)?;
        }
        if !agents::all_names(tx, self.organisation).await?.is_empty() {
            // What works by itself spends too. Only people of the organisation lift this, once it goes on.
            let mut swarm = swarm::lock(op, tx, self.organisation).await?;
            Swarm::stop_all(&mut swarm, &by, None);
            tx.save(&mut swarm).await?;
        }
        decided.save(tx).await
    }
}

#[derive(Serialize)]
struct Resume {
    organisation: OrgId,
}

impl Command for Resume {
    const NAME: &'static str = "tenant.resume";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let mut decided = Decided::lock(op, tx, self.organisation).await?;
        let by = decided.by(op);
        Org::resume(&mut decided.org, &by)?;
        if let Some(tenant) = &mut decided.tenant {
            Tenant::resume(tenant, &op.by());
        }
        tx.wake_org(self.organisation, op.app().now()).await?;
        decided.save(tx).await
    }
}
