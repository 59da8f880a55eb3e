//! Deliveries: messages on their way to where rules send them, each with a record of all that became of it.
//!
//! [`enqueue`] puts what was planned into lanes; a [`Deliverer`] takes the head of each lane, asks whether its sender may send, notes that it is being
//! sent, sends it, and notes what became of it. What `dream_bridge::delivery` promises about repetition holds because of that order.

mod channel;
mod deliver;
mod discord;
mod enqueue;
mod erase;
mod hook;
mod letter;
mod look;
mod manage;
mod outcome;
mod read;
mod redirect;
mod retention;
mod slack;
mod what;

pub use deliver::{Deliverer, Turns, Worked};
pub use dream_store::deliveries::{DeliveryFilter, DeliveryNote, DeliveryRow};
pub(crate) use enqueue::queue;
pub use enqueue::{Batch, Cause, enqueue};
pub(crate) use erase::erase;
pub use manage::{Many, cancel, cancel_all, replay, replay_all};
pub use read::{find, list, waiting};
pub(crate) use redirect::{alert, connection_disabled, notice};
pub use retention::forget_old;
pub(crate) use what::What;
