//! An organisation's standard: rules that bind every template.

mod apply;
mod effect;
mod parse;
mod record;

pub use apply::Violation;
pub use effect::gate_changes;
pub use parse::{Standard, StandardConstraint};
pub use record::{StandardEvent, StandardRecord};
