//! The history of messages: searched, filled behind the bus, sealed in the ledger, held against it.

mod index;
mod newest;
mod prune;
mod seal;
mod search;
mod verify;

pub use index::{Behind, index};
pub use newest::{ErasedSince, Newest, NewestMessage, Pace, Places, as_it_stands, erased_since, newest, news, place_of};
pub use prune::{prune, upkeep};
pub use seal::{SealRule, seal};
pub use search::{Found, HistoryFilter, search};
pub use verify::{Report, SealedRange, verify};
