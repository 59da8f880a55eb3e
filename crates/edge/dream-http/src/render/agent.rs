//! Agents and what their processes do.

use super::values::usd;
use dream_api::{Agent, AgentGivenUp, AgentProcess, AgentUsage, Desired, Observed};
use dream_app::agents::AgentView;
use dream_swarm::Observation;

/// An agent.
pub(crate) fn agent(view: &AgentView) -> Agent {
    let (agent, manifest) = (&view.agent, &view.agent.manifest);
    let first = view.processes.iter().map(|(_, seen)| seen).min_by_key(|seen| urgency(seen.observed));
    let seen = |read: fn(&Observation) -> u32| view.processes.iter().fold(0_u32, |sum, (_, seen)| sum.saturating_add(read(seen)));
    Agent {
        id: agent.id(),
        name: manifest.name.clone(),
        role: manifest.role.clone(),
        desired: Desired::from_word(agent.desired.name()).unwrap_or(Desired::Unknown),
        observed: observed(first.map_or(dream_swarm::Observed::Stopped, |seen| seen.observed)),
        reason: first.and_then(|seen| seen.reason.clone()),
        pid: first.and_then(|seen| seen.pid),
        task: first.and_then(|seen| seen.task),
        restarts: seen(|seen| seen.restarts),
        sandbox: first.and_then(|seen| seen.sandbox.clone()),
        runtime: manifest.runtime.name().to_owned(),
        builtin: agent.builtin,
        capabilities: manifest.capabilities.clone(),
        projects: manifest.projects.clone(),
        concurrency: manifest.concurrency,
        crashes: agent.crashes,
        given_up: agent.given_up.as_ref().map(|up| AgentGivenUp { code: up.code.clone(), why: up.why.clone(), at: up.at }),
        beat_at: view.processes.iter().filter_map(|(_, seen)| seen.beat_at).max(),
        progress_at: view.processes.iter().filter_map(|(_, seen)| seen.progress_at).max(),
        usage: usage(view.processes.iter().map(|(_, seen)| seen)),
        processes: view.processes.iter().map(|(slot, seen)| process(*slot, seen)).collect(),
        registered_at: agent.registered_at,
    }
}

fn process(slot: u32, seen: &Observation) -> AgentProcess {
    AgentProcess {
        slot,
        observed: observed(seen.observed),
        since: seen.since,
        reason: seen.reason.clone(),
        pid: seen.pid,
        task: seen.task,
        sandbox: seen.sandbox.clone(),
        unenforced: seen.unenforced.clone(),
        started_at: seen.started_at,
        usage: usage(std::iter::once(seen)),
    }
}

fn usage<'o>(seen: impl Iterator<Item = &'o Observation>) -> AgentUsage {
    let (mut usage, mut micros) = (AgentUsage::default(), 0_u64);
    for seen in seen {
        usage.cpu_ms = usage.cpu_ms.saturating_add(seen.cpu_ms);
        usage.memory_bytes = usage.memory_bytes.saturating_add(seen.memory_bytes);
        usage.processes = usage.processes.saturating_add(seen.processes);
        usage.output_bytes = usage.output_bytes.saturating_add(seen.output_bytes);
        usage.tokens = usage.tokens.saturating_add(seen.tokens);
        micros = micros.saturating_add(seen.cost_micros);
    }
    AgentUsage { cost_usd: usd(micros), ..usage }
}

fn observed(seen: dream_swarm::Observed) -> Observed {
    Observed::from_word(seen.name()).unwrap_or(Observed::Unknown)
}

/// Of several processes, the one that is shown first is the one that most wants to be looked at.
fn urgency(seen: dream_swarm::Observed) -> u8 {
    use dream_swarm::Observed as Seen;
    match seen {
        Seen::Unresponsive => 0,
        Seen::Idle => 1,
        Seen::Crashed => 2,
        Seen::BackingOff => 3,
        Seen::Working => 4,
        Seen::Starting => 5,
        Seen::Ready => 6,
        Seen::Stopped => 7,
    }
}
