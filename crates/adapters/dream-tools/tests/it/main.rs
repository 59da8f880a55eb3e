//! The gateway as an agent meets it: a client of the protocol at the socket, a host of ours, and servers behind that behave and misbehave.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod behind;
mod door;
mod hostile;
mod http;
mod kit;
mod ours;
