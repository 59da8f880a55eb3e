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
pub use refused::Refused;
pub(crate) use watch::Gate;
pub use watch::Pace;

/// What this process has refused to the senders of the source `id`.
pub(crate) fn refused(app: &crate::App, id: dream_id::SourceId) -> Option<Refused> {
    app.gate().refusals().of(id)
}
