//! What governance promises, one file per promise. `kit.rs` holds the world that the tests act in.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on must fail where it stands")]

mod budgets;
mod constraints;
mod gates;
mod golden;
mod kit;
mod model;
mod pages;
mod properties;
mod records;
mod rollback;
mod runs;
mod shortages;
mod staleness;
mod standards;
mod starts;
mod templates;
