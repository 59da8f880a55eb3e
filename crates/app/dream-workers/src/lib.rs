//! Workers: reconcilers that make the world follow the ledger. Each takes no input, may run at any time and any number of times,
//! and is woken by the feed and by a timer, so that a lost wake-up costs time and nothing else.
//!
//! # Adding a worker
//!
//! Implement [`Reconciler`] in a file of its own: look, do what is missing, say whether there was anything. Decisions belong into a use
//! case of `dream-app`. List it in [`Workers::start`] with what wakes it.
#![forbid(unsafe_code)]

mod expirer;
mod housekeeper;
mod performer;
mod reconciler;
mod scheduler;
mod sequencer;
mod workers;

pub use expirer::Expirer;
pub use housekeeper::Housekeeper;
pub use performer::Performer;
pub use reconciler::Reconciler;
pub use scheduler::Scheduler;
pub use sequencer::Sequencer;
pub use workers::{Settings, Workers};
