//! The agents of an organisation as a whole: their captain, and whether all of them are stopped.

use crate::{Actor, schema};
use dream_clock::Timestamp;
use dream_id::{AgentId, PersonId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

crate::status::words! {
    /// What an agent that is captain may do beyond other agents.
    CaptainRight {
        /// Give orders to agents, one or all.
        Order = "order",
        /// Assign tasks of anybody.
        Assign = "assign",
        /// Answer escalations.
        Answer = "answer",
        /// Start, stop, restart and nudge other agents.
        Manage = "manage",
        /// Stop every agent.
        StopAll = "stop_all",
    }
}

/// The agents of an organisation as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Swarm {
    /// Who leads them.
    pub captain: Option<Captain>,
    /// Whether all are stopped.
    pub stopped: bool,
    /// Who stopped them.
    pub stopped_by: Option<Actor>,
    /// When.
    #[schema(value_type = Option<schema::Time>)]
    pub stopped_at: Option<Timestamp>,
    /// Why.
    pub reason: Option<String>,
    /// How strongly the host last showed that it confines agents.
    pub sandbox: Option<String>,
    /// What the host last showed that it holds agents to their limits with; none before the first test.
    pub limits: Vec<HeldLimit>,
}

/// A limit of agents, and what holds them to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HeldLimit {
    /// The limit: `memory`, `processes`.
    pub limit: String,
    /// What holds it: `cgroup` (the kernel, by a group), `user` and `namespace` (the kernel, by counting what is theirs), `watching` (the server).
    pub by: String,
}

/// Who leads the agents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Captain {
    /// A person, with the rights of their role.
    Person {
        /// Who.
        #[schema(value_type = schema::PersonId)]
        id: PersonId,
        /// What they are called.
        name: Option<String>,
    },
    /// An agent.
    Agent {
        /// Which.
        #[schema(value_type = schema::AgentId)]
        id: AgentId,
        /// Its name.
        name: String,
        /// What it may do beyond other agents.
        rights: Vec<CaptainRight>,
    },
}

/// Makes somebody captain, or nobody when neither is named.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetCaptain {
    /// A member of the organisation.
    #[serde(default)]
    #[schema(value_type = Option<schema::PersonId>)]
    pub person: Option<PersonId>,
    /// An agent, by its name.
    #[serde(default)]
    pub agent: Option<String>,
    /// What that agent may do beyond other agents.
    #[serde(default)]
    pub rights: Vec<CaptainRight>,
}

/// Stops every agent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StopAll {
    /// Why, for the record.
    #[serde(default)]
    pub reason: Option<String>,
}

/// Gives every agent an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BroadcastOrder {
    /// What they are told.
    #[schema(min_length = 1)]
    pub text: String,
}

/// What became of an order to every agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BroadcastResult {
    /// How many agents it was sent to.
    pub sent: u32,
    /// Those to whom it could not be sent.
    pub failed: Vec<BroadcastFailure>,
}

/// An agent to whom an order could not be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BroadcastFailure {
    /// Its name.
    pub agent: String,
    /// Why.
    pub why: String,
}
