//! Messages: sent over channels, looked up, waited for, erased.

mod erase;
mod follow;
mod names;
mod read;
mod receipts;
mod refusals;
mod request;
mod send;
mod space;
mod view;

pub use dream_bus::{Counters, Published};
pub use erase::erase;
pub use follow::{Followed, follow};
pub(crate) use names::Names;
pub use read::find;
pub use receipts::{MOST_WAIT, receipts};
pub use request::{Request, request};
pub use send::{Batch, Outgoing, Sent, send, send_batch};
pub(crate) use space::{channel, consumer_name, found, key_of, space, visible};
pub use view::{MessageView, counters, end_waits};
pub(crate) use view::{named, view, views};
