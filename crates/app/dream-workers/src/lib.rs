//! Workers: reconcilers that make the world follow the ledger. Each takes no input, may run at any time and any number of times,
//! and is woken by the feed and by a timer, so that a lost wake-up costs time and nothing else.
//!
//! # Adding a worker
//!
//! Implement [`Reconciler`] in a file of its own: look, do what is missing, say whether there was anything. Decisions belong into a use
//! case of `dream-app`. List it in [`Workers::start`] with what wakes it.
#![forbid(unsafe_code)]

mod alert_keeper;
mod channel_keeper;
mod clock_keeper;
mod constrainer;
mod deliverer;
mod expirer;
mod gate_posts;
mod gateways;
mod history_keeper;
mod housekeeper;
mod log_keeper;
mod mirror;
mod notifier;
mod pairer;
mod performer;
mod planner;
mod reconciler;
mod refusal_keeper;
mod scheduler;
mod sealer;
mod self_teller;
mod sequencer;
mod supervisor;
mod task_keeper;
mod teller;
mod workers;

pub use alert_keeper::AlertKeeper;
pub use channel_keeper::ChannelKeeper;
pub use clock_keeper::ClockKeeper;
pub use constrainer::Constrainer;
pub use deliverer::Deliverer;
pub use expirer::Expirer;
pub use gate_posts::GatePosts;
pub use gateways::Gateways;
pub use history_keeper::HistoryKeeper;
pub use housekeeper::Housekeeper;
pub use log_keeper::LogKeeper;
pub use mirror::Mirror;
pub use notifier::{Messenger, Notifier};
pub use pairer::Pairer;
pub use performer::Performer;
pub use planner::Planner;
pub use reconciler::Reconciler;
pub use refusal_keeper::RefusalKeeper;
pub use scheduler::Scheduler;
pub use sealer::Sealer;
pub use self_teller::SelfTeller;
pub use sequencer::Sequencer;
pub use supervisor::{LeadKeeper, Supervisor, SupervisorParts, SupervisorSettings, TaskTaker, TrackedSandbox};
pub use task_keeper::TaskKeeper;
pub use teller::Teller;
pub use workers::{MirrorOf, Settings, Workers};
