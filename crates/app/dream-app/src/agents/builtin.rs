//! The agents that every organisation has from the start: one for each craft, on demand, so that no process runs until there is work.

use super::register::{open_channel, put};
use crate::{AppError, Command, Op};
use dream_access::Org;
use dream_id::OrgId;
use dream_ledger::Stream;
use dream_roles::Craft;
use dream_store::{Filter, Unit, agents};
use dream_swarm::{Desired, Manifest, Registration};
use serde::Serialize;

/// Gives every organisation the agents that it lacks; for the start of the server. Those that a person removed stay away.
pub async fn ensure_all(op: &Op) -> Result<(), AppError> {
    let orgs: Vec<Stream<Org>> = op.read().await?.list(op.scope(), &Filter::default()).await?;
    for org in orgs {
        ensure(op, org.id()).await?;
    }
    Ok(())
}

/// Gives one organisation the agents that it lacks, and all of its agents their channels.
pub async fn ensure(op: &Op, org: OrgId) -> Result<(), AppError> {
    let known = agents::all_names(&mut op.read().await?, org).await?;
    if Craft::ALL.iter().any(|craft| !known.contains(craft.name())) {
        op.run(&Ensure { org }).await?;
    }
    for name in agents::all_names(&mut op.read().await?, org).await? {
        open_channel(op, org, &name).await?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Ensure {
    org: OrgId,
}

impl Command for Ensure {
    const NAME: &'static str = "agent.ensure";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        register_builtin(op, tx, self.org).await
    }
}

/// Registers the built-in agents that the organisation never had.
pub(crate) async fn register_builtin(op: &Op, tx: &mut Unit, org: OrgId) -> Result<(), AppError> {
    for craft in Craft::ALL {
        if agents::named(tx, org, craft.name()).await?.is_some() {
            continue;
        }
        let manifest = Manifest::builtin(craft.name(), craft.name());
        put(op, tx, org, Registration { manifest, source: None, builtin: true, desired: Desired::OnDemand }).await?;
    }
    Ok(())
}
