//! The overview.

use super::log::log_counts;
use dream_api::{MessageCounts, ProcessState, StatusCounts};
use dream_app::overview::Overview;

/// The numbers.
pub(crate) fn overview(seen: &Overview) -> dream_api::Overview {
    dream_api::Overview {
        at: seen.at,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        runs: runs(seen),
        tasks: tasks(seen),
        reviews_waiting: seen.reviews_waiting,
        permissions_waiting: seen.permissions_waiting,
        messages: MessageCounts {
            channels: seen.messages.channels,
            stored: seen.messages.stored,
            sent: seen.messages.sent,
            backlog: seen.messages.backlog,
            dead: seen.messages.dead,
        },
        logs_last_hour: log_counts(seen.log_levels),
        process: ProcessState {
            memory_bytes: seen.machine.memory_bytes,
            disk_bytes: seen.machine.disk_bytes,
            disk_free_bytes: seen.machine.disk_free_bytes,
            log_bytes: seen.log_bytes,
        },
    }
}

fn runs(seen: &Overview) -> StatusCounts {
    let of = |word: &str| seen.runs.get(word).copied().unwrap_or(0);
    StatusCounts {
        queued: of("queued"),
        running: of("running"),
        waiting: of("waiting"),
        blocked: of("blocked"),
        failed: of("failed"),
        done: Some(of("done")),
        cancelled: of("cancelled"),
    }
}

fn tasks(seen: &Overview) -> StatusCounts {
    let at = |place: &str| seen.tasks.open.get(place).copied().unwrap_or(0);
    StatusCounts {
        queued: at("ready") + at("delayed"),
        running: at("running"),
        waiting: at("waiting"),
        blocked: at("blocked") + at("paused"),
        failed: seen.tasks.failed,
        done: None,
        cancelled: seen.tasks_cancelled,
    }
}
