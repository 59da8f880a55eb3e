//! The providers over HTTP, against servers of our own that answer well, badly, or not at all.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "tests fail by panicking")]

#[path = "providers/fake.rs"]
mod fake;
#[path = "providers/faults.rs"]
mod faults;
#[path = "providers/limits.rs"]
mod limits;
#[path = "providers/registry.rs"]
mod registry;
#[path = "providers/setup.rs"]
mod setup;
#[path = "providers/wire.rs"]
mod wire;
