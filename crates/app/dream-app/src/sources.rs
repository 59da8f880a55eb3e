//! Sources: what sends us events, and taking in what they send.

mod change;
mod given;
mod keys;
mod make;
mod publish;
mod read;
mod receive;
mod refusals;
mod refused;
mod watch;

pub use change::{Change, change, rotate};
pub use given::usual_proof;
pub use make::{MadeSource, NewSource, make};
pub use publish::publish;
pub use read::{find, list};
pub use receive::{NotTaken, Taken, receive, unread};
pub use refused::{Refused, forget_refusals, keep_refusals};
pub(crate) use refused::{by_source, is_unproved, since as refused_since};
pub(crate) use watch::Gate;
pub use watch::Pace;
