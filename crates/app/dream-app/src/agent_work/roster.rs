//! Which agents there are and what is wanted of them, for the supervisor.

use crate::{AppError, Op};
use dream_id::{AgentId, OrgId};
use dream_ledger::Stream;
use dream_ports::AgentRef;
use dream_store::{agents, swarms};
use dream_swarm::supervision::{Wanted, Work};
use dream_swarm::{Agent, Swarm};
use std::collections::BTreeMap;

/// Every agent of every organisation.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    /// The agents, by id.
    pub agents: BTreeMap<AgentId, Rostered>,
}

/// An agent and what holds for all agents of its organisation.
#[derive(Debug, Clone)]
pub struct Rostered {
    /// Its organisation.
    pub org: OrgId,
    /// The agent.
    pub agent: Agent,
    /// Whether every agent of the organisation is stopped.
    pub held: bool,
}

impl Rostered {
    /// Whether it may be given work now.
    #[must_use]
    pub fn may_work(&self) -> bool {
        !self.held && self.agent.may_act() && self.agent.given_up.is_none()
    }

    /// What is wanted of one process of it, whose work is `work`.
    #[must_use]
    pub fn wanted(&self, work: Work, draining: bool) -> Wanted {
        let agent = &self.agent;
        Wanted {
            desired: agent.desired,
            held: self.held,
            draining,
            given_up: agent.given_up.is_some(),
            restarts_asked: agent.restarts_asked,
            nudges_asked: agent.nudges_asked,
            edition: agent.edition,
            work,
        }
    }

    /// Its name on the ports.
    #[must_use]
    pub fn reference(&self) -> AgentRef {
        AgentRef { org: self.org, agent: self.agent.id, name: self.agent.name().to_owned() }
    }
}

/// Every agent that was not removed. For the server's own workers.
pub async fn roster(op: &Op) -> Result<Roster, AppError> {
    let mut reader = op.read().await?;
    let found = agents::present(&mut reader, op.scope()).await?;
    let mut held: BTreeMap<OrgId, bool> = BTreeMap::new();
    let mut roster = Roster::default();
    for agent in found {
        let org = agent.org();
        let held = match held.get(&org) {
            Some(held) => *held,
            None => {
                let swarm: Option<Stream<Swarm>> = swarms::of(&mut reader, org).await?;
                *held.entry(org).or_insert(swarm.is_some_and(|swarm| swarm.stop.is_some()))
            }
        };
        let id = agent.id();
        roster.agents.insert(id, Rostered { org, agent: agent.into_state(), held });
    }
    Ok(roster)
}
