//! Taking an agent away.

use super::{AgentView, shown};
use crate::{AppError, Command, Op, swarm};
use dream_access::Action;
use dream_id::AgentId;
use dream_ledger::Stream;
use dream_store::{Unit, agents, swarms};
use dream_swarm::{Agent, Captain, Grant, Swarm};
use serde::Serialize;

/// Takes the agent called `name` away: its processes end, and it may do nothing any more. It is captain no longer, and its grants are revoked.
/// Its channel and history stay. One that was taken
/// away before stays so. Returns it as it was.
pub async fn remove(op: &Op, name: &str) -> Result<AgentView, AppError> {
    let id = op.run(&Remove { name: name.to_owned() }).await?;
    let found = op.read().await?.find(op.scope(), id).await?;
    let agent = found.ok_or_else(|| AppError::not_found("agent", shown(name)))?;
    Ok(AgentView { agent, processes: Vec::new() })
}

#[derive(Serialize)]
struct Remove {
    name: String,
}

impl Command for Remove {
    const NAME: &'static str = "agent.remove";
    type Answer = AgentId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<AgentId, AppError> {
        op.allow(Action::AgentRegister, None)?;
        let missing = || AppError::not_found("agent", shown(&self.name));
        let id = agents::named(tx, op.org()?, &self.name).await?.ok_or_else(missing)?.id();
        let mut agent: Stream<Agent> = tx.lock(op.scope(), id).await?.ok_or_else(missing)?;
        Agent::remove(&mut agent, &op.by());
        tx.save(&mut agent).await?;
        take_back(op, tx, &agent).await?;
        Ok(id)
    }
}

/// What people gave the agent ends with it: who registers another program under its name later is not to inherit the captain's rights or
/// standing leave.
async fn take_back(op: &Op, tx: &mut Unit, agent: &Stream<Agent>) -> Result<(), AppError> {
    let by = op.by();
    for mut grant in tx.lock_grants_of(agent.org(), agent.id(), op.app().now()).await? {
        Grant::revoke(&mut grant, &by)?;
        tx.save(&mut grant).await?;
    }
    let leads = |swarm: &Swarm| matches!(swarm.captain, Some(Captain::Agent { id, .. }) if id == agent.id());
    if swarms::of(tx, agent.org()).await?.is_some_and(|swarm| leads(&swarm)) {
        let mut swarm = swarm::lock(op, tx, agent.org()).await?;
        if leads(&swarm) {
            Swarm::set_captain(&mut swarm, &by, None);
            tx.save(&mut swarm).await?;
        }
    }
    Ok(())
}
