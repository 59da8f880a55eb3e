//! Writes down what is seen of agents' processes: at once when a state changes, and now and then what they use.

use super::{Inner, place::Seen as PlaceSeen};
use dream_app::agents::{self, Seen};
use dream_id::AgentId;
use std::sync::PoisonError;
use std::time::Duration;

/// Changes that come close together are written together.
const TOGETHER: Duration = Duration::from_millis(100);
/// How often what processes use is written.
const USAGE: Duration = Duration::from_secs(5);

/// Writes until the supervisor is drained.
pub(super) async fn run(inner: &Inner) {
    loop {
        tokio::select! {
            () = inner.seen.notified() => tokio::time::sleep(TOGETHER).await,
            () = tokio::time::sleep(USAGE) => {}
        }
        write(inner).await;
        if inner.is_draining() && inner.places().is_empty() {
            return;
        }
    }
}

async fn write(inner: &Inner) {
    let op = inner.op();
    let seen = changed(inner);
    if let Err(error) = agents::observe(&op, seen).await {
        tracing::warn!(error.code = error.code, %error, "what is seen of agents could not be written down; it is tried again when it changes");
    }
    for (agent, first) in gone(inner) {
        if let Err(error) = agents::forget_places(&op, agent, first).await {
            tracing::warn!(error.code = error.code, %error, "a place of an agent could not be forgotten");
        }
    }
}

fn changed(inner: &Inner) -> Vec<Seen> {
    let roster = inner.roster.borrow().clone();
    let mut changed = Vec::new();
    for ((agent, slot), place) in inner.places().iter() {
        let mut seen = place.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let PlaceSeen { observation: Some(observation), changed: true } = &*seen else { continue };
        if let Some(rostered) = roster.agents.get(agent) {
            changed.push(Seen { org: rostered.org, agent: *agent, slot: *slot, observation: observation.clone() });
        }
        seen.changed = false;
    }
    changed
}

/// The agents of which places have ended since they were looked at last, each with the first place that is no longer there.
fn gone(inner: &Inner) -> Vec<(AgentId, u32)> {
    let left = std::mem::take(&mut *inner.left.lock().unwrap_or_else(PoisonError::into_inner));
    let places = inner.places();
    let first = |agent: AgentId| places.range((agent, 0)..=(agent, u32::MAX)).map(|((_, slot), _)| slot + 1).max().unwrap_or(0);
    left.into_iter().map(|agent| (agent, first(agent))).collect()
}
