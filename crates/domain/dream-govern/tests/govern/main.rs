//! What governance promises, one file per promise. `kit.rs` holds the world that the tests act in.

mod budgets;
mod constraints;
mod gates;
mod golden;
mod kit;

mod records;
mod rollback;
mod runs;
mod staleness;
mod standards;
mod templates;
