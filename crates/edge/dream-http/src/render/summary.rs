//! Summaries of the log that are told on a schedule.

use dream_api::{BridgeSchedule, BridgeSummary};
use dream_app::summaries::{Schedule, Summary};
use dream_ledger::Stream;

/// A summary.
pub(crate) fn summary(summary: &Stream<Summary>) -> BridgeSummary {
    BridgeSummary {
        id: summary.id(),
        name: summary.name.clone(),
        schedule: match summary.schedule.clone() {
            Schedule::Every(text) => BridgeSchedule::Every(text),
            Schedule::At { times, zone } => BridgeSchedule::At { times, zone },
        },
        server: summary.server,
        made_at: summary.made_at,
    }
}

/// When somebody wants it told.
pub(crate) fn summary_schedule(schedule: BridgeSchedule) -> Schedule {
    match schedule {
        BridgeSchedule::Every(text) => Schedule::Every(text),
        BridgeSchedule::At { times, zone } => Schedule::At { times, zone },
    }
}
