//! Agents that speak the protocol well, badly and with bad intent, each a script on the other end of a pipe.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on must fail")]

mod asking;
mod conversations;
mod faults;
mod host;
mod patience;
mod permissions;
mod repositories;
mod sandbox;
mod sdk;
mod side;
mod stage;
mod terminals;
