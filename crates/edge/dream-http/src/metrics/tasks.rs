//! What is counted of tasks.

use dream_app::tasks::{ClaimedWork, Counts};
use dream_clock::Timestamp;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram};
use prometheus_client::registry::{Registry, Unit};

/// The upper ends of the buckets of how long a task waited for a worker, in seconds.
const WAITS: [f64; 10] = [0.001, 0.01, 0.1, 0.5, 1.0, 5.0, 30.0, 300.0, 3_600.0, 86_400.0];

/// The metrics of tasks.
pub(crate) struct Tasks {
    standing: Family<Standing, Gauge>,
    claimed: Counter,
    completed: Counter,
    waits: Histogram,
}

/// Where tasks stand: a place in the queue, or `failed`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Standing {
    place: &'static str,
}

impl Tasks {
    pub(super) fn registered(registry: &mut Registry) -> Self {
        let (standing, claimed, completed) = (Family::default(), Counter::default(), Counter::default());
        let waits = Histogram::new(WAITS);
        registry.register("tasks", "Open tasks by their place in the queue, and failed ones", Family::clone(&standing));
        registry.register("tasks_claimed", "Tasks that were claimed through this process's API", claimed.clone());
        registry.register("tasks_completed", "Tasks that were completed through this process's API", completed.clone());
        registry.register_with_unit("task_wait", "Time from when a task could be claimed until it was", Unit::Seconds, waits.clone());
        Self { standing, claimed, completed, waits }
    }

    /// Where they stand now.
    pub(crate) fn stand(&self, counts: &Counts) {
        for (place, count) in counts.open.iter().map(|(place, count)| (*place, *count)).chain([("failed", counts.failed)]) {
            self.standing.get_or_create(&Standing { place }).set(i64::try_from(count).unwrap_or(i64::MAX));
        }
    }

    /// A worker was given these.
    pub(crate) fn claimed(&self, work: &[ClaimedWork], now: Timestamp) {
        for one in work {
            self.claimed.inc();
            self.waits.observe(now.since(one.task.ready_at()).as_secs_f64());
        }
    }

    /// So many were handed in.
    pub(crate) fn completed(&self, count: u64) {
        self.completed.inc_by(count);
    }
}
