//! The fake, driven by clients that we did not write, and our own limits driven against its own.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on must fail where it stands")]

mod discordjs;
mod drain;
mod gateway;
mod interactions;
mod kit;
mod limits;
mod posts;
mod rest;
