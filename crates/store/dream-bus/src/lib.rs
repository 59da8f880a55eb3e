//! Durable messages on the database: publish, consume, acknowledge, and the port that a broker implements too.
//!
//! [`Bus`] is the port: what a message bus promises, stated so that a broker can implement it. [`SqlBus`] implements it on the product's
//! own database. The suite in `conformance` (feature `testing`) states the promises as tests and runs against any implementation.
//!
//! # What is promised
//!
//! - A publish that was answered is on disk. Under a key it happens once, and a repeated one gets the same answer.
//! - Within a channel, messages have places from 1 without gaps, in the order in which they were stored.
//! - A durable consumer gets every message of its channels at least once, or it finds it among its dead letters. Several readers under
//!   one name share the messages, several names get them all.
//! - A delivery was counted on disk before its holder got it, so that a message which kills its readers ends among the dead letters.
//! - Nothing passes from one [`Space`](dream_messages::Space) to another.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

#[cfg(feature = "testing")]
pub mod conformance;
mod error;
mod port;
mod sql;

pub use error::{BusError, PublishError};
pub use port::{
    Bus, ChannelFilter, ChannelInfo, ConsumerFilter, ConsumerInfo, Counters, DEAD_LETTERS_KEPT, DeadLetter, DeadReason, DeadSelection,
    Delivery, Erased, Fetch, Head, NewConsumer, Published, ReadFrom, Settlement, Unsettled, Upkeep, WaitFor,
};
pub use sql::SqlBus;
