//! Work in the hands of agents: what an agent is given, what it says and asks while it works, and how what it hands in comes back.
//!
//! A [`Hand`] is one piece of work that an agent has, the work of a stage or any other task. The [`Desk`] knows all of them; it is the
//! inbound port through which agents' processes speak. What an agent writes is never believed: it is read from its folder link by link
//! without following any, examined again here, and handed in under the lease that the server holds.

mod activity;
mod awaited;
mod clear;
mod commands;
mod desk;
mod extension;
mod folder;
mod hand;
mod host;
mod people;
mod publish;
mod repository;
mod roster;
mod stage;
mod task;
mod told;

pub use activity::Activity;
pub use clear::clear;
pub use commands::{CommandRunner, Ground};
pub use desk::{Desk, Laid};
pub use folder::put;
pub use hand::{After, Hand, HandWork};
pub use host::Host;
pub(crate) use publish::left_file;
pub use publish::{Examination, find, publish};
pub use repository::Changes;
pub use roster::{Roster, Rostered, roster};
pub use stage::ROUNDS;
pub use task::{Standing, TaskWork};
