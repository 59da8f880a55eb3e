//! An organisation's standard: rules that bind every template.

mod apply;
mod parse;
mod record;

pub use apply::Violation;
pub use parse::{Standard, StandardConstraint};
pub use record::{StandardEvent, StandardRecord};
