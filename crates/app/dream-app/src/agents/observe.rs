//! What the supervisor sees of agents' processes: what it notes of them beside the ledger, and what of it the ledger is told.

use crate::{AppError, Command, Op};
use dream_id::{AgentId, OrgId, Scope, TaskId};
use dream_ledger::Stream;
use dream_store::{Unit, agents::Place};
use dream_swarm::{Agent, Observation};
use serde::Serialize;

/// One place of a process of an agent, and what is seen there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its organisation.
    pub org: OrgId,
    /// The agent.
    pub agent: AgentId,
    /// Which of its places, from 0.
    pub slot: u32,
    /// What is seen.
    pub observation: Observation,
}

/// Notes what is seen of processes, all at once, in place of what was seen before. For the server's own workers.
pub async fn observe(op: &Op, seen: Vec<Seen>) -> Result<(), AppError> {
    if seen.is_empty() {
        return Ok(());
    }
    op.run(&Observe { seen }).await
}

/// Forgets the places of an agent from `first` on: it was removed, or may work on fewer tasks at once.
pub async fn forget_places(op: &Op, agent: AgentId, first: u32) -> Result<(), AppError> {
    op.run(&Forget { agent: Some(agent), first }).await
}

/// Forgets every place: when the server starts, there is no process of an agent.
pub async fn forget_all(op: &Op) -> Result<(), AppError> {
    op.run(&Forget { agent: None, first: 0 }).await
}

/// Records that a process of an agent ended when it should not have. Returns the agent as it is then.
pub async fn crashed(op: &Op, agent: AgentId, how: String, task: Option<TaskId>) -> Result<(), AppError> {
    op.run(&Crashed { agent, how, task }).await
}

/// Records that an agent is not started again until a person says so.
pub async fn give_up(op: &Op, agent: AgentId, code: String, why: String) -> Result<(), AppError> {
    op.run(&GiveUp { agent, code, why }).await
}

#[derive(Serialize)]
struct Observe {
    #[serde(skip)]
    seen: Vec<Seen>,
}

impl Command for Observe {
    const NAME: &'static str = "agent.observe";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        workers_only(op)?;
        for Seen { org, agent, slot, observation } in &self.seen {
            tx.observe_agent(*org, &Place { agent: *agent, slot: *slot }, observation, op.app().now()).await?;
        }
        Ok(())
    }
}

#[derive(Serialize)]
struct Forget {
    agent: Option<AgentId>,
    first: u32,
}

impl Command for Forget {
    const NAME: &'static str = "agent.forget";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        workers_only(op)?;
        match self.agent {
            Some(agent) => tx.forget_agent_places(op.scope(), agent, self.first).await?,
            None => tx.forget_all_agent_places(op.app().system).await?,
        }
        Ok(())
    }
}

#[derive(Serialize)]
struct Crashed {
    agent: AgentId,
    how: String,
    task: Option<TaskId>,
}

impl Command for Crashed {
    const NAME: &'static str = "agent.crashed";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let mut agent = lock(op, tx, self.agent).await?;
        Agent::crashed(&mut agent, &op.by(), &self.how, self.task);
        Ok(tx.save(&mut agent).await?)
    }
}

#[derive(Serialize)]
struct GiveUp {
    agent: AgentId,
    code: String,
    why: String,
}

impl Command for GiveUp {
    const NAME: &'static str = "agent.give_up";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let mut agent = lock(op, tx, self.agent).await?;
        Agent::give_up(&mut agent, &op.by(), &self.code, &self.why);
        Ok(tx.save(&mut agent).await?)
    }
}

async fn lock(op: &Op, tx: &mut Unit, id: AgentId) -> Result<Stream<Agent>, AppError> {
    workers_only(op)?;
    tx.lock(op.scope(), id).await?.ok_or_else(|| AppError::not_found("agent", id))
}

/// What is seen is what the server saw: nobody else says it.
fn workers_only(op: &Op) -> Result<(), AppError> {
    match op.scope() {
        Scope::System(_) => Ok(()),
        Scope::Org(_) => {
            let message = "what agents' processes do is noted by the server alone";
            Err(AppError::new(crate::Kind::Forbidden, "workers_only", message))
        }
    }
}
