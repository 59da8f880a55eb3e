//! An operation of an agent: what it says and asks, with exactly the rights that its manifest and its captaincy give it.

use super::rights;
use crate::{App, AppError, Kind, Op};
use dream_access::Identity;
use dream_id::{AgentId, Scope};
use dream_ports::AgentRef;
use dream_store::{Query, Unit, agents};
use dream_swarm::AgentRefusal;

/// An operation of `agent`: a contributor to the projects that its manifest names, or to the organisation when it names none, who never
/// decides what is for people. Each command looks again, in its own transaction, whether the agent may still act.
///
/// # Errors
/// `unknown_agent` for one that this organisation does not have or has removed; `agent_stopped`; `swarm_stopped` while every agent is
/// stopped.
pub async fn op_of(app: &App, agent: &AgentRef) -> Result<Op, AppError> {
    let identity = identity(&mut app.store.read().await?, Scope::Org(agent.org), agent.agent).await?;
    Ok(Op::of_agent(app.clone(), agent.agent, identity))
}

/// `op` with the rights that the agent has now.
pub(crate) async fn renewed(op: &Op, tx: &mut Unit, agent: AgentId) -> Result<Op, AppError> {
    let identity = identity(tx, op.scope(), agent).await?;
    Ok(Op::of_agent(op.app().clone(), agent, identity))
}

async fn identity<Q: Query>(q: &mut Q, scope: Scope, id: AgentId) -> Result<Identity, AppError> {
    let unknown = || {
        let message = format!("agent {id} is not one of this organisation, or was removed; register it with `dreamos agent register FILE`");
        AppError::new(Kind::Unauthenticated, "unknown_agent", message)
    };
    let (agent, swarm) = agents::with_swarm(q, scope, id).await?.ok_or_else(unknown)?;
    if agent.removed {
        return Err(unknown());
    }
    if let Some(swarm) = &swarm {
        swarm.check_going()?;
    }
    if !agent.may_act() {
        return Err(AgentRefusal::Stopped { name: agent.name().to_owned() }.into());
    }
    let captain = swarm.as_ref().and_then(|swarm| swarm.captain.as_ref());
    let given = captain.map(|captain| rights::actions(&captain.rights_of(id))).unwrap_or_default();
    Ok(Identity::of_agent(agent.org(), agent.name(), &agent.manifest.projects, given))
}
