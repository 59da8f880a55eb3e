//! Agents: registering them, saying what is wanted of them, what they may do, and what is seen of their processes.

mod act;
mod builtin;
mod control;
mod lead;
mod observe;
mod read;
mod register;
mod remove;
mod rights;

pub use act::op_of;
pub(crate) use act::renewed;
pub use builtin::{ensure, ensure_all};
pub use control::{nudge, restart, want};
pub use lead::{lead, reclaim, stop_leading};
pub use observe::{Seen, crashed, forget_all, forget_places, give_up, observe};
pub use read::{AgentView, Counts, counts, find, list, nudge_words, source};
pub use register::register;
pub use remove::remove;

use crate::{AppError, Kind, Op};
use dream_ledger::Stream;
use dream_store::{Unit, agents};
use dream_swarm::{Agent, AgentRefusal, AgentRefusalKind};

/// The agent called `name` that was not removed, locked, or `not_found`.
pub(crate) async fn lock_named(op: &Op, tx: &mut Unit, name: &str) -> Result<Stream<Agent>, AppError> {
    let missing = || AppError::not_found("agent", shown(name));
    let found = agents::named(tx, op.org()?, name).await?.filter(|agent| !agent.removed).ok_or_else(missing)?;
    tx.lock(op.scope(), found.id()).await?.ok_or_else(missing)
}

/// What is shown of a text that names nothing.
pub(crate) fn shown(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_control()).take(80).collect()
}

impl From<AgentRefusal> for AppError {
    fn from(refusal: AgentRefusal) -> Self {
        if let AgentRefusal::Fold(fold) = refusal {
            return Self::internal("beginning a record of an agent", fold);
        }
        let kind = match refusal.kind() {
            AgentRefusalKind::Invalid => Kind::Invalid,
            AgentRefusalKind::Forbidden => Kind::Forbidden,
            AgentRefusalKind::Conflict => Kind::Conflict,
            AgentRefusalKind::Defect => Kind::Internal,
        };
        Self::new(kind, refusal.code(), refusal.to_string())
    }
}
