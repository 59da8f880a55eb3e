//! Channels: what they keep, and what the ledger knows of them.

mod ledger;
mod put;
mod read;

pub use dream_bus::ChannelInfo;
pub(crate) use ledger::record;
pub use put::put;
pub use read::{find, list};
