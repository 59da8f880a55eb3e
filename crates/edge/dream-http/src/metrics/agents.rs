//! What is counted of agents.

use dream_app::agents::Counts;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::{family::Family, gauge::Gauge};
use prometheus_client::registry::Registry;

/// The metrics of agents.
pub(crate) struct Agents {
    observed: Family<State, Gauge>,
    restarts: Gauge,
    escalations: Family<Status, Gauge>,
    stopped: Gauge,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct State {
    observed: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Status {
    status: &'static str,
}

impl Agents {
    pub(super) fn registered(registry: &mut Registry) -> Self {
        let (observed, restarts) = (Family::default(), Gauge::default());
        let (escalations, stopped) = (Family::default(), Gauge::default());
        registry.register("agent_processes", "Processes of agents by what they do", Family::clone(&observed));
        registry.register(
            "agent_restarts",
            "How often a process of a registered agent was started in place of one that had ended",
            restarts.clone(),
        );
        registry.register("escalations", "What agents could not solve, by what became of it", Family::clone(&escalations));
        registry.register("agents_stopped", "Organisations in which all agents are stopped", stopped.clone());
        Self { observed, restarts, escalations, stopped }
    }

    /// How they stand now.
    pub(crate) fn stand(&self, counts: &Counts) {
        for (state, count) in &counts.observed {
            self.observed.get_or_create(&State { observed: state.name() }).set(gauge(*count));
        }
        for (status, count) in &counts.escalations {
            self.escalations.get_or_create(&Status { status: status.name() }).set(gauge(*count));
        }
        self.restarts.set(gauge(counts.restarts));
        self.stopped.set(gauge(counts.stopped_swarms));
    }
}

fn gauge(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
