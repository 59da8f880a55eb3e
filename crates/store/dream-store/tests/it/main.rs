//! The store on both engines: what is saved, what is found out, and what nobody else sees.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod authority;
mod bodies;
mod feed;
mod fixture;
mod keeping;
mod leases;
mod rebuild;
mod room;
mod save;
mod schema;
mod sequencer;
mod tasks;
mod tenancy;
mod verify;
