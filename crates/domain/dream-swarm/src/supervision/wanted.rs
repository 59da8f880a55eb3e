//! What is wanted of one process of an agent.

use crate::{Agent, Desired, Swarm};

/// What is wanted of one process of an agent, as the ledger and the queue say now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// What is wanted of the agent; stopped once it was removed.
    pub desired: Desired,
    /// Whether every agent is stopped.
    pub held: bool,
    /// Whether the server ends.
    pub draining: bool,
    /// Whether it is not started until a person says so.
    pub given_up: bool,
    /// How often people asked for a restart.
    pub restarts_asked: u32,
    /// How often people asked to nudge it.
    pub nudges_asked: u32,
    /// The edition of its manifest.
    pub edition: u32,
    /// The work for this process.
    pub work: Work,
}

/// The work for one process of an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// None.
    None,
    /// It was given some, and is at it.
    Mine,
    /// It was given some, and waits for what people say to it: the ladder is not climbed meanwhile.
    Waiting,
}

impl Work {
    /// Whether there is any.
    #[must_use]
    pub fn is_some(self) -> bool {
        self != Self::None
    }
}

impl Wanted {
    /// What is wanted of a process of `agent`, whose work is `work`.
    #[must_use]
    pub fn of(agent: &Agent, swarm: &Swarm, work: Work, draining: bool) -> Self {
        Self {
            desired: if agent.removed { Desired::Stopped } else { agent.desired },
            held: swarm.stop.is_some(),
            draining,
            given_up: agent.given_up.is_some(),
            restarts_asked: agent.restarts_asked,
            nudges_asked: agent.nudges_asked,
            edition: agent.edition,
            work,
        }
    }

    /// Whether no process may run at all.
    #[must_use]
    pub fn is_down(&self) -> bool {
        self.held || self.draining || self.desired == Desired::Stopped
    }

    /// Whether a process is to be started where there is none.
    #[must_use]
    pub fn is_up(&self) -> bool {
        !self.is_down() && !self.given_up && (self.desired == Desired::Running || self.work.is_some())
    }
}
