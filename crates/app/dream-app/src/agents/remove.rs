//! Taking an agent away.

use super::{AgentView, shown};
use crate::{AppError, Command, Op};
use dream_access::Action;
use dream_id::AgentId;
use dream_ledger::Stream;
use dream_store::{Unit, agents};
use dream_swarm::Agent;
use serde::Serialize;

/// Takes the agent called `name` away: its processes end, and it may do nothing any more. Its channel and history stay. One that was taken
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
        Ok(id)
    }
}
