//! The audit log: what happened, and the proof that nothing of it was altered.

mod export;
mod history;
mod log;
mod verify;

pub use export::{Export, export};
pub use history::history;
pub use log::{AuditQuery, log};
pub use verify::verify;

pub use dream_store::{AuditReport, AuditResult, FeedEntry};
