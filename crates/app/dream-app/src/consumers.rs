//! Consumers: made, handed messages, answered for, taken away.

mod create;
mod fetch;
mod ledger;
mod read;
mod remove;
mod settle;

pub use create::create;
pub use dream_bus::{ConsumerInfo, Unsettled};
pub use fetch::{Fetched, fetch};
pub(crate) use ledger::{existing, known, record};
pub use read::{backlog, find, list};
pub use remove::remove;
pub use settle::{Answer, settle};
