//! What is counted of agents' tool calls.

use dream_app::tools::Outcome;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::{counter::Counter, family::Family};
use prometheus_client::registry::Registry;
use std::sync::atomic::Ordering;

/// The metrics of tool calls.
pub(crate) struct Tools {
    calls: Family<Ended, Counter>,
}

/// How calls ended.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Ended {
    outcome: &'static str,
}

impl Tools {
    pub(super) fn registered(registry: &mut Registry) -> Self {
        let calls = Family::default();
        registry.register(
            "tool_calls",
            "Tool calls of agents, and decisions about those of other servers, by how they ended",
            Family::clone(&calls),
        );
        Self { calls }
    }

    /// So many there were since the start.
    pub(crate) fn set(&self, counted: &[(Outcome, u64)]) {
        for (outcome, count) in counted {
            self.calls.get_or_create(&Ended { outcome: outcome.name() }).inner().store(*count, Ordering::Relaxed);
        }
    }
}
