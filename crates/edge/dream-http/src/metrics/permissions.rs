//! What is counted of what agents ask of people.

use dream_swarm::PermissionStatus;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram};
use prometheus_client::registry::{Registry, Unit};
use std::time::Duration;

/// The upper ends of the buckets of how long a decision took, in seconds. The first tells of decisions that nobody can have thought about.
const TIMES: [f64; 9] = [2.0, 5.0, 15.0, 60.0, 300.0, 1_800.0, 7_200.0, 28_800.0, 86_400.0];

/// The metrics of permissions.
pub(crate) struct Permissions {
    waiting: Gauge,
    decided: Family<Decided, Counter>,
    times: Histogram,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Decided {
    status: &'static str,
}

impl Permissions {
    pub(super) fn registered(registry: &mut Registry) -> Self {
        let (waiting, decided, times) = (Gauge::default(), Family::default(), Histogram::new(TIMES));
        registry.register("permissions_waiting", "What agents ask of people and nobody has decided", waiting.clone());
        registry.register("permissions_decided", "What people decided through this process's API", Family::clone(&decided));
        registry.register_with_unit(
            "permission_decision",
            "Time from when an agent asked until a person decided",
            Unit::Seconds,
            times.clone(),
        );
        Self { waiting, decided, times }
    }

    /// So many wait.
    pub(crate) fn wait(&self, count: u64) {
        self.waiting.set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    /// A person decided so, after this time.
    pub(crate) fn decided(&self, status: PermissionStatus, after: Duration) {
        self.decided.get_or_create(&Decided { status: status.name() }).inc();
        self.times.observe(after.as_secs_f64());
    }
}
