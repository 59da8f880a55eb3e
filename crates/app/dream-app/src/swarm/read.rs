//! Questions about an organisation's agents as a whole.

use crate::{AppError, Op, bodies};
use dream_access::Action;
use dream_store::swarms;
use dream_swarm::{Captain, SandboxTested, Stop};

/// An organisation's agents as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct SwarmView {
    /// Who leads them.
    pub captain: Option<Captain>,
    /// What the captain is called: a person's name or an agent's.
    pub captain_name: Option<String>,
    /// The hold that keeps them stopped.
    pub stop: Option<Stop>,
    /// Why they were stopped, if somebody said so.
    pub stop_reason: Option<String>,
    /// How strongly the host last showed that it confines them.
    pub sandbox: Option<SandboxTested>,
}

/// The caller's swarm.
pub async fn show(op: &Op) -> Result<SwarmView, AppError> {
    op.allow(Action::SwarmRead, None)?;
    let (org, mut reader) = (op.org()?, op.read().await?);
    let swarm = swarms::of(&mut reader, org).await?;
    let (captain, stop) = swarm.as_ref().map_or((None, None), |swarm| (swarm.captain.clone(), swarm.stop.clone()));
    let stop_reason = match stop.as_ref().and_then(|stop| stop.reason) {
        Some(digest) => match bodies::read_text(op, &mut reader, org, digest).await {
            Err(error) if error.code == bodies::ERASED => None,
            other => Some(other?),
        },
        None => None,
    };
    let captain_name = match &captain {
        Some(Captain::Person { id }) => dream_store::people::names(&mut reader, org, &[*id]).await?.remove(id),
        Some(Captain::Agent { name, .. }) => Some(name.clone()),
        None => None,
    };
    Ok(SwarmView { captain, captain_name, stop, stop_reason, sandbox: swarm.and_then(|swarm| swarm.sandbox.clone()) })
}
