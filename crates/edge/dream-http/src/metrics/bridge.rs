//! What is counted of the bridge.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::{counter::Counter, family::Family, gauge::Gauge};
use prometheus_client::registry::Registry;

/// The metrics of the bridge.
pub(crate) struct Bridge {
    waiting: Gauge,
    received: Family<Received, Counter>,
}

/// How a request of a source was answered.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Received {
    answer: &'static str,
}

impl Bridge {
    pub(super) fn registered(registry: &mut Registry) -> Self {
        let (waiting, received) = (Gauge::default(), Family::default());
        registry.register("bridge_deliveries_waiting", "Messages of the bridge that have not ended", waiting.clone());
        registry.register("bridge_received", "Requests of sources, by how this process answered them", Family::clone(&received));
        Self { waiting, received }
    }

    /// So many wait.
    pub(crate) fn wait(&self, count: u64) {
        self.waiting.set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    /// A request of a source was answered so.
    pub(crate) fn received(&self, answer: &'static str) {
        self.received.get_or_create(&Received { answer }).inc();
    }
}
