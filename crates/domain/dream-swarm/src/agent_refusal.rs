//! Why a decision about agents, the swarm or an escalation was refused. A refused decision changes nothing.

use dream_ledger::FoldError;

/// What kind of refusal it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgentRefusalKind {
    /// The request itself is wrong.
    Invalid,
    /// It may not.
    Forbidden,
    /// The world is not as the caller saw it.
    Conflict,
    /// A fault of this program.
    Defect,
}

/// Why a decision was refused. Each says what happened, why, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AgentRefusal {
    /// The manifest is that of another agent.
    #[error("this is the manifest of {given}, and the agent is called {is}; register {given} as an agent of its own")]
    OtherName {
        /// The agent's name.
        is: String,
        /// The manifest's.
        given: String,
    },
    /// The agent was removed.
    #[error("agent {name} was removed; register it again with `dreamos agent register FILE`")]
    Removed {
        /// Its name.
        name: String,
    },
    /// The agent is stopped.
    #[error("agent {name} is stopped; start it with `dreamos agent start {name}`")]
    Stopped {
        /// Its name.
        name: String,
    },
    /// All agents are stopped.
    #[error("all agents are stopped; a person starts them again with `dreamos start-all`")]
    Held,
    /// Only people lift a hold on all agents.
    #[error("only a person starts all agents again; ask one to run `dreamos start-all`")]
    MayNotLift,
    /// The escalation is over.
    #[error("the escalation was {status} before; raise another one if something is open again")]
    EscalationOver {
        /// What became of it.
        status: &'static str,
    },
    /// An event could not begin its stream: a defect of this program.
    #[error("the first event did not begin its stream; report this as a defect")]
    Fold(#[from] FoldError),
}

impl AgentRefusal {
    /// A stable word for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OtherName { .. } => "other_agent",
            Self::Removed { .. } => "agent_removed",
            Self::Stopped { .. } => "agent_stopped",
            Self::Held => "swarm_stopped",
            Self::MayNotLift => "people_only",
            Self::EscalationOver { .. } => "escalation_over",
            Self::Fold(_) => "internal",
        }
    }

    /// What kind of refusal it is.
    #[must_use]
    pub const fn kind(&self) -> AgentRefusalKind {
        match self {
            Self::OtherName { .. } => AgentRefusalKind::Invalid,
            Self::MayNotLift => AgentRefusalKind::Forbidden,
            Self::Removed { .. } | Self::Stopped { .. } | Self::Held | Self::EscalationOver { .. } => AgentRefusalKind::Conflict,
            Self::Fold(_) => AgentRefusalKind::Defect,
        }
    }
}
