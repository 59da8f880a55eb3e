//! The use cases against a real store, on both engines.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod access;
mod agents;
mod alerts;
mod clocks;
mod damage;
mod deliveries;
mod discord;
mod growth;
mod logs;
mod messages;
mod permissions;
mod servers;
mod tasks;
mod tools;
