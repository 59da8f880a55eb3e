//! The captain: who leads the agents, and what an agent that does so may beyond other agents.

use dream_id::{AgentId, PersonId};
use dream_words::words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

words! {
    /// What an agent that is captain may do beyond other agents: exactly what it was given.
    CaptainRight ("right of a captain") {
        /// Give orders to agents, one or all.
        Order = "order",
        /// Assign tasks of anybody.
        Assign = "assign",
        /// Answer escalations.
        Answer = "answer",
        /// Start, stop, restart and nudge other agents.
        Manage = "manage",
        /// Stop every agent. To start them again is for people: the hold holds the captain too.
        StopAll = "stop_all",
    }
}

/// Who leads the agents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Captain {
    /// A person, with the rights of their role.
    Person {
        /// Who.
        id: PersonId,
    },
    /// An agent.
    Agent {
        /// Which.
        id: AgentId,
        /// Its name.
        name: String,
        /// What it may do beyond other agents.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        rights: BTreeSet<CaptainRight>,
    },
}

impl Captain {
    /// The rights of the agent `agent`, if it is the captain; none for others.
    #[must_use]
    pub fn rights_of(&self, agent: AgentId) -> BTreeSet<CaptainRight> {
        match self {
            Self::Agent { id, rights, .. } if *id == agent => rights.clone(),
            _ => BTreeSet::new(),
        }
    }
}
