//! An organisation's standard: rules that bind every template.

mod record;

pub use record::{StandardEvent, StandardRecord};
