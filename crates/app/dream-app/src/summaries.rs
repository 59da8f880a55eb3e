//! Summaries of the log that are told to the rules on a schedule, by the server's own source.

mod manage;
mod read;
mod tell;

pub use dream_bridge::summary::{Schedule, Summary};
pub use manage::{NewSummary, make, remove};
pub use read::list;
pub use tell::tell_due;

/// Under which mark it is kept until when the log was summed up.
fn mark_of(name: &str) -> String {
    format!("summary:{name}")
}
