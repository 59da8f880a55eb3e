//! Alerts: what an organisation is told about its own bridge and its own log, by the server's own source.

mod look;
mod manage;
mod near;
mod read;
mod turn;

pub use dream_bridge::alert::{Alert, Watch};
pub use look::look;
pub use manage::{make, remove};
pub use near::near_limits;
pub(crate) use read::raised;
pub use read::{AlertView, Raised, list};
pub use turn::take_turn;

use dream_store::bridge_marks::Mark;

/// What the mark of a raised alert begins with.
const RAISED: &str = "alert:";

/// Under which mark it is kept that the alert is raised.
fn mark_of(name: &str) -> String {
    format!("{RAISED}{name}")
}

/// The mark of an alert that is raised.
fn mark(name: &str, at: dream_clock::Timestamp, why: &str) -> Mark {
    Mark { mark: mark_of(name), at, note: why.to_owned() }
}
